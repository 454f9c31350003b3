import type { BlobRef, Blobs, BlobWrite } from '../../routing/context.ts';
import { checkMetadata } from '../check-metadata.ts';
import { createCatch } from '../port-error.ts';
import { statusOf } from './status-of.ts';

/** What is used of AWS's S3 client, which speaks to every store that speaks S3. */
export type S3 = {
  readonly headBucket: (of: { readonly Bucket: string }) => Promise<unknown>;
  readonly headObject: (of: Name) => Promise<Found>;
  readonly getObject: (of: Name & { readonly IfMatch: string | undefined }) => Promise<Got>;
  readonly putObject: (object: S3Object) => Promise<unknown>;
};

type Name = { Bucket: string; Key: string };

type Found = {
  readonly ETag?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly ContentLength?: number | undefined;
  readonly ContentType?: string | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
};

type Got = { readonly Body?: { transformToByteArray(): Promise<Uint8Array> } | undefined };

type S3Object = Name & {
  Body: Uint8Array;
  ContentType: string;
  Metadata: Record<string, string>;
  IfMatch?: string;
  IfNoneMatch?: string;
};

type Open = () => Promise<S3>;

const ifStatus = createCatch('blobs', statusOf);

/** S3. A tag is an ETag; a version is a version id where the bucket is versioned, and there an older one counts as superseded. */
export function createS3Blobs(open: Open): Blobs {
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
function isVersion({ VersionId, ETag = '' }: Found, { version, etag }: BlobRef): boolean {
  if (version === undefined && etag === undefined) return true;
  if (VersionId !== undefined && VersionId !== 'null') return VersionId === version;
  return etag === undefined || etag === '' || ETag.replaceAll('"', '') === etag.replaceAll('"', '');
}

async function read(open: Open, ref: BlobRef, maxBytes: number): ReturnType<Blobs['read']> {
  const found = await headOf(open, ref.bucket, ref.name);
  if (found === undefined) return { kind: 'gone' };
  if (!isVersion(found, ref)) return { kind: 'superseded' };
  if ((found.ContentLength ?? 0) > maxBytes) return { kind: 'too-large', size: found.ContentLength ?? 0 };
  const s3 = await open();
  const bytes = await s3
    .getObject({ Bucket: ref.bucket, Key: ref.name, IfMatch: found.ETag })
    .then(({ Body }) => Body?.transformToByteArray())
    .catch(ifStatus([404, 412], undefined));
  if (bytes === undefined) return { kind: 'superseded' };
  return { kind: 'found', blob: { bytes, contentType: found.ContentType ?? '', metadata: found.Metadata ?? {} } };
}

/** A bucket that is missing is a store that is not ready; HEAD alone cannot tell it from an object that is gone. */
async function headOf(open: Open, Bucket: string, Key: string): Promise<Found | undefined> {
  const s3 = await open();
  const found = await s3.headObject({ Bucket, Key }).catch(ifStatus([404], undefined));
  if (found === undefined) await s3.headBucket({ Bucket }).catch(ifStatus([], undefined));
  return found;
}

async function write(
  open: Open,
  { bucket, name, bytes, contentType, metadata, over }: BlobWrite,
): Promise<'written' | 'changed'> {
  checkMetadata(metadata);
  const s3 = await open();
  const condition = over === null ? { IfNoneMatch: '*' } : { IfMatch: over };
  const object = { Bucket: bucket, Key: name, Body: bytes, ContentType: contentType, Metadata: { ...metadata } };
  return s3
    .putObject({ ...object, ...condition })
    .then((): 'written' => 'written', ifStatus([404, 409, 412], 'changed' as const));
}
