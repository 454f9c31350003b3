import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobRef, Blobs, BlobWrite } from '../../routing/context.ts';
import { contentTypeOf } from '../../schemas/blob.ts';
import { isObject } from '../../schemas/json.ts';
import { PortError, toPortError } from '../port-error.ts';
import { inside, isMissing, writeWhole } from './folder.ts';

/**
 * Buckets as folders: `ROOT/BUCKET/NAME`, with content type and metadata beside them in `ROOT/.waybill`. A file's tag is made of its
 * time, size and place on the disk, since two writes may share a tick of the file system's clock. An event whose etag is such a tag
 * is checked against it, any other takes the file as it is. Conditional writes are exact within one process.
 */
export function createFolderBlobs(root: string): Blobs {
  const turn = createTurns();
  return {
    read: (ref, maxBytes) => guard(() => read(root, ref, maxBytes)),
    head: (bucket, name) => guard(() => head(root, bucket, name)),
    write: (blob) => guard(() => turn(() => write(root, blob))),
  };
}

async function read(root: string, { bucket, name, etag }: BlobRef, maxBytes: number): ReturnType<Blobs['read']> {
  const path = inside(root, bucket, name);
  // First: a bucket that is not there is a store that is not ready, as it is on each cloud, and may be there, with the file, a moment later.
  await stat(inside(root, bucket)).catch(noBucket(root, bucket));
  const tag = await tagOf(path);
  if (tag === undefined) return { kind: 'gone' };
  if (etag?.startsWith(TAG) && etag !== tag.text) return { kind: 'superseded' };
  if (tag.size > maxBytes) return { kind: 'too-large', size: tag.size };
  const { contentType, metadata } = await besides(root, bucket, name);
  return { kind: 'found', blob: { bytes: await readFile(path), contentType, metadata } };
}

function noBucket(root: string, bucket: string) {
  return (cause: unknown): never => {
    if (!isMissing(cause)) throw cause;
    const message = `the bucket ${bucket} has no folder in ${root}: make it, or mount the volume that it is on; the event waits for it`;
    throw new PortError('unavailable', 'blobs', { message, cause });
  };
}

async function head(root: string, bucket: string, name: string): ReturnType<Blobs['head']> {
  const tag = await tagOf(inside(root, bucket, name));
  return tag === undefined ? undefined : { tag: tag.text, metadata: (await besides(root, bucket, name)).metadata };
}

async function write(
  root: string,
  { bucket, name, bytes, contentType, metadata, over }: BlobWrite,
): Promise<'written' | 'changed'> {
  const path = inside(root, bucket, name);
  if (((await tagOf(path))?.text ?? null) !== over) return 'changed';
  await writeWhole(sidecar(root, bucket, name), JSON.stringify({ contentType, metadata }));
  await writeWhole(path, bytes);
  return 'written';
}

const TAG = 'file-';

/** The tag that this store knows a file by, and its size in bytes; undefined when there is none. */
export async function tagOf(
  path: string,
): Promise<{ readonly text: string; readonly size: number; readonly modified: bigint } | undefined> {
  try {
    const found = await stat(path, { bigint: true });
    if (!found.isFile()) return undefined;
    const { mtimeNs, size, ino } = found;
    const text = TAG + [mtimeNs, size, ino].map((part) => part.toString(16)).join('-');
    return { text, size: Number(size), modified: mtimeNs };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function besides(root: string, bucket: string, name: string) {
  const text = await readFile(sidecar(root, bucket, name), 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return '{}';
    throw error;
  });
  const stored: unknown = JSON.parse(text);
  const { contentType, metadata } = isObject(stored) ? stored : {};
  const pairs = isObject(metadata) ? Object.entries(metadata).map(([key, value]) => [key, String(value)]) : [];
  return {
    contentType: typeof contentType === 'string' ? contentType : contentTypeOf(name),
    metadata: Object.fromEntries(pairs),
  };
}

function sidecar(root: string, bucket: string, name: string): string {
  return `${inside(join(root, '.waybill'), bucket, name)}.json`;
}

/** Runs one task at a time, so that nothing comes between a check and the write that relies on it. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(task: () => Promise<T>): Promise<T> => {
    const next = last.then(task, task);
    last = next.catch(() => undefined);
    return next;
  };
}

async function guard<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PortError) throw error;
    throw toPortError('blobs', error);
  }
}
