import type { BlockBlobClient } from '@azure/storage-blob';
import { checkMetadata } from '../../shared/delivery/check-metadata.ts';
import type { Env } from '../../shared/delivery/embedded/env.ts';
import { once } from '../../shared/delivery/once.ts';
import { patience } from '../../shared/delivery/patience.ts';
import { createCatch } from '../../shared/delivery/port-error.ts';
import type { BlobRef, Blobs, BlobWrite } from '../../shared/routing/context.ts';
import { accountFromEnv } from './account.ts';
import { statusOf } from './status-of.ts';

const ifStatus = createCatch('blobs', statusOf);

type Open = (container: string, name: string) => Promise<BlockBlobClient>;

/** Blob Storage, of the account that the environment names. A bucket is a container, and a tag an ETag without its quotes. */
export function createBlobs(env: Env): Blobs {
  const account = accountFromEnv(env);
  const client = once(async () => {
    const { BlobServiceClient } = await import('@azure/storage-blob');
    const retryOptions = { maxTries: patience.tries, retryDelayInMs: patience.pause };
    if (account.kind === 'key') return BlobServiceClient.fromConnectionString(account.connection, { retryOptions });
    return new BlobServiceClient(`https://${account.name}.blob.core.windows.net`, account.credential, { retryOptions });
  });
  const open: Open = async (container, name) => (await client()).getContainerClient(container).getBlockBlobClient(name);
  return {
    read: (ref, maxBytes) => read(open, ref, maxBytes),
    head: (container, name) => propertiesOf(open, container, name),
    write: (blob) => write(open, blob),
  };
}

async function read(open: Open, ref: BlobRef, maxBytes: number): ReturnType<Blobs['read']> {
  const found = await propertiesOf(open, ref.bucket, ref.name);
  if (found === undefined) return { kind: 'gone' };
  if (ref.etag !== undefined && found.tag !== ref.etag) return { kind: 'superseded' };
  if (found.size > maxBytes) return { kind: 'too-large', size: found.size };
  const blob = await open(ref.bucket, ref.name);
  const options = { conditions: { ifMatch: quote(found.tag) }, abortSignal: AbortSignal.timeout(patience.transfer) };
  const bytes = await blob.downloadToBuffer(0, found.size, options).catch(ifStatus([404, 412], undefined));
  if (bytes === undefined) return { kind: 'superseded' };
  return { kind: 'found', blob: { bytes, contentType: found.contentType, metadata: found.metadata } };
}

async function propertiesOf(open: Open, container: string, name: string) {
  const blob = await open(container, name);
  const abortSignal = AbortSignal.timeout(patience.total);
  const found = await blob.getProperties({ abortSignal }).catch(ifStatus([404], undefined));
  if (found === undefined) return undefined;
  const { etag = '', contentLength: size = 0, contentType = '', metadata = {} } = found;
  return { tag: etag.replaceAll('"', ''), size, contentType, metadata };
}

async function write(
  open: Open,
  { bucket, name, bytes, contentType, metadata, over }: BlobWrite,
): Promise<'written' | 'changed'> {
  checkMetadata(metadata);
  const blob = await open(bucket, name);
  const options = {
    conditions: over === null ? { ifNoneMatch: '*' } : { ifMatch: quote(over) },
    metadata,
    blobHTTPHeaders: { blobContentType: contentType },
    abortSignal: AbortSignal.timeout(patience.transfer),
  };
  return blob
    .upload(Buffer.from(bytes), bytes.length, options)
    .then((): 'written' => 'written', ifStatus([409, 412], 'changed' as const));
}

function quote(tag: string): string {
  return `"${tag}"`;
}
