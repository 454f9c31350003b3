import type { UploadedFile } from './cloud.ts';

/**
 * What Blob Storage tells Event Grid of a blob in the container `uploads` (Event Grid documentation, "Azure Blob Storage as Event Grid
 * source"); `account` is the account's URL.
 */
export function toBlobCreated({ name, size, contentType, etag, modified }: UploadedFile, account: string) {
  const path = name.split('/').map(encodeURIComponent).join('/');
  return {
    id: `${modified.toString(16)}-${size}`,
    subject: `/blobServices/default/containers/uploads/blobs/${name}`,
    eventType: 'Microsoft.Storage.BlobCreated',
    eventTime: new Date(Number(modified / 1_000_000n)).toISOString(),
    dataVersion: '',
    data: {
      api: 'PutBlob',
      contentType,
      contentLength: size,
      blobType: 'BlockBlob',
      url: `${account}/uploads/${path}`,
      eTag: etag,
      sequencer: modified.toString(16).padStart(48, '0'),
    },
  };
}
