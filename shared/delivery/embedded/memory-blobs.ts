import type { Blob, Blobs } from '../../routing/context.ts';
import { digest } from '../digest.ts';

/** An object in memory; where `version` is given, an event must name it to read the object. */
export type MemoryBlob = Blob & { readonly version?: string };

/** Buckets in a Map from `bucket/name` to object, for tests. */
export function createMemoryBlobs(objects: Map<string, MemoryBlob>): Blobs {
  const tag = (object: MemoryBlob) => digest(object.bytes, JSON.stringify(object.metadata));
  return {
    read: async ({ bucket, name, version }, maxBytes) => {
      const object = objects.get(`${bucket}/${name}`);
      if (object === undefined) return { kind: 'gone' };
      if (version !== undefined && object.version !== undefined && object.version !== version)
        return { kind: 'superseded' };
      return object.bytes.length > maxBytes
        ? { kind: 'too-large', size: object.bytes.length }
        : { kind: 'found', blob: object };
    },
    head: async (bucket, name) => {
      const object = objects.get(`${bucket}/${name}`);
      return object === undefined ? undefined : { tag: tag(object), metadata: object.metadata };
    },
    write: async ({ bucket, name, over, ...blob }) => {
      const object = objects.get(`${bucket}/${name}`);
      if ((object === undefined ? null : tag(object)) !== over) return 'changed';
      objects.set(`${bucket}/${name}`, blob);
      return 'written';
    },
  };
}
