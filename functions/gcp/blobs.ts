import type { Bucket, FileMetadata } from '@google-cloud/storage';
import { inTime } from '../../shared/delivery/in-time.ts';
import { once } from '../../shared/delivery/once.ts';
import { patience } from '../../shared/delivery/patience.ts';
import { createCatch } from '../../shared/delivery/port-error.ts';
import type { BlobRef, Blobs, BlobWrite } from '../../shared/routing/context.ts';

const ifStatus = createCatch('blobs', (error) => Reflect.get(error, 'code'));

type Open = (bucket: string) => Promise<Bucket>;

/** Cloud Storage. A version is a generation, and so is a tag. STORAGE_EMULATOR_HOST leads the client to an emulator. */
export function createBlobs(): Blobs {
  const client = once(openClient);
  const open: Open = async (bucket) => (await client()).bucket(bucket);
  return {
    read: (ref, maxBytes) => read(open, ref, maxBytes),
    head: async (bucket, name) => {
      const found = await metadataOf(open, bucket, name);
      return found === undefined ? undefined : { tag: String(found.generation), metadata: texts(found.metadata) };
    },
    write: (blob) => write(open, blob),
  };
}

async function openClient() {
  const { Storage } = await import('@google-cloud/storage');
  // Seconds, and the shortest delay that the client takes.
  const client = new Storage({ retryOptions: { maxRetries: patience.tries - 1, maxRetryDelay: 1 } });
  // The client leaves the API's path out of an emulator's address.
  if (process.env.STORAGE_EMULATOR_HOST !== undefined) client.baseUrl = `${client.apiEndpoint}/storage/v1`;
  return client;
}

async function read(open: Open, ref: BlobRef, maxBytes: number): ReturnType<Blobs['read']> {
  const found = await metadataOf(open, ref.bucket, ref.name);
  if (found === undefined) return { kind: 'gone' };
  const generation = String(found.generation);
  if (ref.version !== undefined && generation !== ref.version) return { kind: 'superseded' };
  if (Number(found.size) > maxBytes) return { kind: 'too-large', size: Number(found.size) };
  const file = (await open(ref.bucket)).file(ref.name, { generation });
  // What is stored compressed stays so: the limit is on what is held in memory.
  const bytes = await inTime(patience.transfer, () => file.download({ decompress: false })).then(
    ([content]) => content,
    ifStatus([404], undefined),
  );
  if (bytes === undefined) return { kind: 'superseded' };
  return { kind: 'found', blob: { bytes, contentType: found.contentType ?? '', metadata: texts(found.metadata) } };
}

/**
 * What is there now; undefined when no such object is. A bucket that is missing is a store that is not ready, which only a listing
 * can tell: whoever may not list is answered 403 and not 404 in the first place.
 */
async function metadataOf(open: Open, bucket: string, name: string): Promise<FileMetadata | undefined> {
  const opened = await open(bucket);
  const found = await inTime(patience.total, () => opened.file(name).getMetadata()).then(
    ([metadata]) => metadata,
    ifStatus([404], undefined),
  );
  const listing = { prefix: name, maxResults: 1, autoPaginate: false };
  if (found === undefined) await inTime(patience.total, () => opened.getFiles(listing)).catch(ifStatus([], undefined));
  return found;
}

async function write(
  open: Open,
  { bucket, name, bytes, contentType, metadata, over }: BlobWrite,
): Promise<'written' | 'changed'> {
  const file = (await open(bucket)).file(name);
  const options = {
    resumable: false,
    contentType,
    metadata: { contentType, metadata },
    preconditionOpts: { ifGenerationMatch: over ?? 0 },
  };
  return inTime(patience.transfer, () => file.save(Buffer.from(bytes), options)).then(
    (): 'written' => 'written',
    ifStatus([412], 'changed' as const),
  );
}

function texts(metadata: FileMetadata['metadata']): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, String(value)]));
}
