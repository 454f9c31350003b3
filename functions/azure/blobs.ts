import type { BlobServiceClient, BlockBlobClient } from '@azure/storage-blob';
import { type Env, need } from '../../shared/delivery/embedded/env.ts';
import { createCatch, fromStatus } from '../../shared/delivery/port-error.ts';
import type { BlobRef, Blobs, BlobWrite } from '../../shared/routing/context.ts';

const ifStatus = createCatch('blobs', (error) => Reflect.get(error, 'statusCode'));

type Open = (container: string, name: string) => Promise<BlockBlobClient>;

/** Blob Storage, from AZURE_STORAGE_CONNECTION_STRING. A bucket is a container, and a tag an ETag without its quotes. */
export function createBlobs(env: Env): Blobs {
  const connection = need(env, 'AZURE_STORAGE_CONNECTION_STRING', 'the storage account’s connection string');
  let client: Promise<BlobServiceClient> | undefined;
  const open: Open = async (container, name) => {
    client ??= import('@azure/storage-blob').then(({ BlobServiceClient }) =>
      BlobServiceClient.fromConnectionString(connection),
    );
    return (await client).getContainerClient(container).getBlockBlobClient(name);
  };
  return {
    read: (ref, maxBytes) => read(open, ref, maxBytes),
    head: (container, name) => propertiesOf(open, container, name),
    write: (blob) => write(open, blob),
  };
}

async function read(open: Open, ref: BlobRef, maxBytes: number): ReturnType<Blobs['read']> {
  const found = await propertiesOf(open, ref.bucket, ref.name);
  if (found === undefined) return { kind: 'gone' };
  if (found.tag !== ref.etag) return { kind: 'superseded' };
  if (found.size > maxBytes) return { kind: 'too-large', size: found.size };
  const blob = await open(ref.bucket, ref.name);
  const options = { conditions: { ifMatch: quote(found.tag) } };
  const bytes = await blob.downloadToBuffer(0, found.size, options).catch(ifStatus([404, 412], undefined));
  if (bytes === undefined) return { kind: 'superseded' };
  return { kind: 'found', blob: { bytes, contentType: found.contentType, metadata: found.metadata } };
}

/** A container that is missing is a store that is not ready, and not a blob that is gone. */
async function propertiesOf(open: Open, container: string, name: string) {
  const blob = await open(container, name);
  const found = await blob.getProperties().catch((error: unknown) => {
    if (codeOf(error) === 'ContainerNotFound') throw fromStatus('blobs', 404, error);
    return ifStatus([404], undefined)(error);
  });
  if (found === undefined) return undefined;
  const { etag = '', contentLength: size = 0, contentType = '', metadata = {} } = found;
  return { tag: etag.replaceAll('"', ''), size, contentType, metadata };
}

async function write(
  open: Open,
  { bucket, name, bytes, contentType, metadata, over }: BlobWrite,
): Promise<'written' | 'changed'> {
  const blob = await open(bucket, name);
  const conditions = over === null ? { ifNoneMatch: '*' } : { ifMatch: quote(over) };
  const options = { conditions, metadata, blobHTTPHeaders: { blobContentType: contentType } };
  return blob
    .upload(Buffer.from(bytes), bytes.length, options)
    .then((): 'written' => 'written', ifStatus([409, 412], 'changed' as const));
}

function codeOf(error: unknown): unknown {
  return error instanceof Error
    ? (Reflect.get(error, 'code') ?? Reflect.get(Object(Reflect.get(error, 'details')), 'errorCode'))
    : undefined;
}

function quote(tag: string): string {
  return `"${tag}"`;
}
