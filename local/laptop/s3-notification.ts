import type { UploadedFile } from './cloud.ts';

/** What S3 tells of an object (S3 documentation, "Event message structure"): the key is form-encoded, the sequencer hexadecimal. */
export function toS3Notification({ name, size, etag, version, modified }: UploadedFile) {
  const key = encodeURIComponent(name).replaceAll('%20', '+').replaceAll('%2F', '/');
  const object = {
    key,
    size,
    eTag: etag,
    sequencer: modified.toString(16).toUpperCase().padStart(18, '0'),
    ...(version !== undefined && { versionId: version }),
  };
  const bucket = { name: 'uploads', arn: 'arn:aws:s3:::uploads' };
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'us-east-1',
    eventTime: new Date(Number(modified / 1_000_000n)).toISOString(),
    eventName: 'ObjectCreated:Put',
    s3: { s3SchemaVersion: '1.0', configurationId: 'uploads', bucket, object },
  };
  return { Records: [record] };
}
