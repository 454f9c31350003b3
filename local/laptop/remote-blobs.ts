import { inside, writeWhole } from '../../shared/delivery/embedded/folder.ts';
import type { UploadedFile } from './cloud.ts';

/** What a store says of an object that it has taken. */
export type Stored = {
  /** Without quotes, as the clouds' own events write it. */
  readonly etag: string;
  /** The version id, where the bucket keeps versions. */
  readonly version?: string;
};

/** An upload, and where its file is. */
export type LocalFile = UploadedFile & { readonly path: string };

/** A real store, or an emulator of one, in the place of a cloud's blob folder. */
export type RemoteBlobs = {
  /** For the start-up lines: without a key, a signature or a password. */
  readonly url: string;
  /** What leads the function to the same store. */
  readonly env: Readonly<Record<string, string>>;
  /** Makes the buckets for uploads and thumbnails where they are missing. */
  readonly prepare: () => Promise<void>;
  /** Puts a file into the uploads under its name. */
  readonly put: (file: LocalFile) => Promise<Stored>;
  /** Copies what has come to the thumbnails since the first `put` to `FOLDER/thumbnails/NAME`. */
  readonly pull: (folder: string) => Promise<void>;
};

/** What one kind of store can do. Its times are the store's own, in whole seconds. */
export type ObjectStore = Pick<RemoteBlobs, 'url' | 'env'> & {
  readonly createBucket: (bucket: string) => Promise<void>;
  readonly put: (bucket: string, file: LocalFile) => Promise<Stored & { readonly modified: Date }>;
  readonly list: (bucket: string) => AsyncIterable<{ readonly name: string; readonly modified: Date }>;
  readonly read: (bucket: string, name: string) => Promise<Uint8Array>;
};

const UPLOADS = 'uploads';

/** The two buckets of a run over a store. A bucket may hold much from other days, so only what this run brought is copied. */
export function createRemoteBlobs(store: ObjectStore): RemoteBlobs {
  const thumbnails = process.env.THUMBNAILS_BUCKET || 'thumbnails';
  let since: Date | undefined;
  return {
    url: store.url,
    env: store.env,
    prepare: async () => {
      for (const bucket of [UPLOADS, thumbnails]) await store.createBucket(bucket);
    },
    put: async (file) => {
      const { modified, ...stored } = await store.put(UPLOADS, file);
      since ??= modified;
      return stored;
    },
    pull: async (folder) => {
      if (since === undefined) return;
      for await (const { name, modified } of store.list(thumbnails))
        if (modified >= since) await writeWhole(inside(folder, 'thumbnails', name), await store.read(thumbnails, name));
    },
  };
}
