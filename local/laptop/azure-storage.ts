import type { BlobServiceClient } from '@azure/storage-blob';
import { messageOf } from '../../shared/delivery/port-error.ts';
import { createRemoteBlobs, type LocalFile, type RemoteBlobs } from './remote-blobs.ts';
import { withoutSecrets } from './without-secrets.ts';

export type AzureStorage = RemoteBlobs & {
  /** The storage account's name; empty where its own domain hides it. */
  readonly account: string;
};

/** Blob Storage at a connection string: an account in Azure, or Azurite. Throws when it is none. */
export async function openAzureStorage(connection: string): Promise<AzureStorage> {
  const service = await connect(connection);
  const blobs = createRemoteBlobs({
    url: withoutSecrets(service.url),
    env: { AZURE_STORAGE_CONNECTION_STRING: connection },
    createBucket: async (bucket) => void (await service.getContainerClient(bucket).createIfNotExists()),
    put: (bucket, file) => put(service, bucket, file),
    list: (bucket) => list(service, bucket),
    read: (bucket, name) => service.getContainerClient(bucket).getBlobClient(name).downloadToBuffer(),
  });
  return { ...blobs, account: service.accountName };
}

async function connect(connection: string): Promise<BlobServiceClient> {
  const { BlobServiceClient } = await import('@azure/storage-blob');
  // A person waits for the answer: the SDK's own retries take half a minute.
  const retryOptions = { maxTries: 2, retryDelayInMs: 200 };
  try {
    return BlobServiceClient.fromConnectionString(connection, { retryOptions });
  } catch (cause) {
    const wanted = 'expected a storage account’s connection string, or UseDevelopmentStorage=true for Azurite';
    throw new Error(`AZURE_STORAGE_CONNECTION_STRING: ${wanted} (${messageOf(cause)})`, { cause });
  }
}

async function put(service: BlobServiceClient, container: string, { name, path, contentType }: LocalFile) {
  const blob = service.getContainerClient(container).getBlockBlobClient(name);
  const { etag = '', lastModified = new Date(0) } = await blob.uploadFile(path, {
    blobHTTPHeaders: { blobContentType: contentType },
  });
  return { etag: etag.replaceAll('"', ''), modified: lastModified };
}

async function* list(service: BlobServiceClient, container: string) {
  for await (const { name, properties } of service.getContainerClient(container).listBlobsFlat())
    yield { name, modified: properties.lastModified };
}
