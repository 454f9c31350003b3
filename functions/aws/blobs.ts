import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { checkMetadata } from '../../shared/delivery/check-metadata.ts';
import { once } from '../../shared/delivery/once.ts';
import { createCatch } from '../../shared/delivery/port-error.ts';
import type { BlobRef, Blobs, BlobWrite } from '../../shared/routing/context.ts';
import { clientSettings } from './client-settings.ts';
import { statusOf } from './status-of.ts';

const ifStatus = createCatch('blobs', statusOf);

type Open = () => Promise<{ readonly sdk: typeof import('@aws-sdk/client-s3'); readonly s3: S3Client }>;

/** S3. A tag is an ETag; a version is a version id where the bucket is versioned, and there an older one counts as superseded. */
export function createBlobs(): Blobs {
  const open: Open = once(async () => {
    const sdk = await import('@aws-sdk/client-s3');
    // Whoever takes S3's place on another endpoint seldom has a host name for each bucket.
    const forcePathStyle = (process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL) !== undefined;
    return { sdk, s3: new sdk.S3Client({ ...clientSettings, forcePathStyle }) };
  });
  return {
    read: (ref, maxBytes) => read(open, ref, maxBytes),
    head: async (bucket, name) => {
      const found = await headOf(open, bucket, name);
      return found === undefined ? undefined : { tag: found.ETag ?? '', metadata: found.Metadata ?? {} };
    },
    write: (blob) => write(open, blob),
  };
}

/** An event of a versioned bucket names the version id; any other is told by its ETag, which notifications write without quotes. */
function isVersion({ VersionId, ETag = '' }: HeadObjectCommandOutput, { version, etag }: BlobRef): boolean {
  if (version === undefined && etag === undefined) return true;
  if (VersionId !== undefined && VersionId !== 'null') return VersionId === version;
  return etag === undefined || etag === '' || ETag.replaceAll('"', '') === etag.replaceAll('"', '');
}

async function read(open: Open, ref: BlobRef, maxBytes: number): ReturnType<Blobs['read']> {
  const found = await headOf(open, ref.bucket, ref.name);
  if (found === undefined) return { kind: 'gone' };
  if (!isVersion(found, ref)) return { kind: 'superseded' };
  if ((found.ContentLength ?? 0) > maxBytes) return { kind: 'too-large', size: found.ContentLength ?? 0 };
  const { sdk, s3 } = await open();
  const command = new sdk.GetObjectCommand({ Bucket: ref.bucket, Key: ref.name, IfMatch: found.ETag });
  const bytes = await s3
    .send(command)
    .then(({ Body }) => Body?.transformToByteArray())
    .catch(ifStatus([404, 412], undefined));
  if (bytes === undefined) return { kind: 'superseded' };
  return { kind: 'found', blob: { bytes, contentType: found.ContentType ?? '', metadata: found.Metadata ?? {} } };
}

/** A bucket that is missing is a store that is not ready; HEAD alone cannot tell it from an object that is gone. */
async function headOf(open: Open, Bucket: string, Key: string): Promise<HeadObjectCommandOutput | undefined> {
  const { sdk, s3 } = await open();
  const found = await s3.send(new sdk.HeadObjectCommand({ Bucket, Key })).catch(ifStatus([404], undefined));
  if (found === undefined) await s3.send(new sdk.HeadBucketCommand({ Bucket })).catch(ifStatus([], undefined));
  return found;
}

async function write(
  open: Open,
  { bucket, name, bytes, contentType, metadata, over }: BlobWrite,
): Promise<'written' | 'changed'> {
  checkMetadata(metadata);
  const { sdk, s3 } = await open();
  const condition = over === null ? { IfNoneMatch: '*' } : { IfMatch: over };
  const object = {
    Bucket: bucket,
    Key: name,
    Body: bytes,
    ContentType: contentType,
    Metadata: { ...metadata },
    ...condition,
  };
  return s3
    .send(new sdk.PutObjectCommand(object))
    .then((): 'written' => 'written', ifStatus([404, 409, 412], 'changed' as const));
}
