import { messageOf } from '../../shared/delivery/port-error.ts';
import { foldersOf, type LocalCloud, type UploadedFile } from './cloud.ts';
import type { RemoteBlobs } from './remote-blobs.ts';

/** Where a cloud's blobs are in a run: in its folder, or in a store elsewhere that the uploads folder leads to. */
export type BlobPlace = Pick<LocalCloud, 'addresses'> & {
  /** The function's folders, and what leads it to its blobs. */
  readonly env: Readonly<Record<string, string>>;
  /** Takes a file from the uploads folder to where the function looks for it; gives the file as the store tells of it. */
  readonly arrive: (file: UploadedFile) => Promise<UploadedFile>;
  /** Brings the thumbnails of this run into the folder. */
  readonly pull: () => Promise<void>;
};

export type BlobPlaceOptions = {
  /** The cloud's own folder. */
  readonly folder: string;
  /** What the store is called in the start-up lines. */
  readonly what: string;
  /** Undefined: the blobs stay in the folder. */
  readonly remote: RemoteBlobs | undefined;
};

/** Makes the place ready. It and what it does reject with the store's name when that does not answer or does not let us in. */
export async function placeBlobs({ folder, what, remote }: BlobPlaceOptions): Promise<BlobPlace> {
  const { BLOB_ROOT: root, ...others } = foldersOf(folder);
  if (remote === undefined)
    return { addresses: [], env: foldersOf(folder), arrive: async (file) => file, pull: async () => {} };
  const { url, env, prepare, put, pull } = remote;
  const named = (cause: unknown): never => {
    throw new Error(`${what} at ${url}: ${messageOf(cause).split('\n')[0]}`, { cause });
  };
  await prepare().catch(named);
  return {
    addresses: [{ what, url }],
    env: { ...others, ...env },
    arrive: async (file) => {
      const stored = await put({ ...file, path: `${root}/uploads/${file.name}` }).catch(named);
      return { ...file, ...stored };
    },
    pull: () => pull(root).catch(named),
  };
}
