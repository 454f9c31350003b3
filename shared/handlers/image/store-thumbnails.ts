import type { Blobs, BlobWrite } from '../../routing/context.ts';
import { type Outcome, reject, retry, superseded } from '../../routing/outcome.ts';
import { blobGone } from './blob-gone.ts';
import { compareMark, type Source, sourceMark } from './source-mark.ts';

/** A thumbnail with the name that it is to have. */
export type Named = { readonly name: string; readonly bytes: Uint8Array; readonly contentType: string };

export type Target = { readonly blobs: Blobs; readonly bucket: string };

/**
 * Writes the thumbnails of a source, unless something newer is there. First it notes what is there, then it looks whether the source's
 * version is still the current one, then it writes over just what it noted: so a slow run of an old version can never undo a newer
 * one's work. Undefined once all are written.
 */
export async function storeThumbnails(
  { blobs, bucket }: Target,
  source: Source,
  thumbnails: readonly Named[],
): Promise<Outcome | undefined> {
  const there = await Promise.all(thumbnails.map(({ name }) => blobs.head(bucket, name)));
  for (const [index, found] of there.entries()) {
    const owner = found === undefined ? 'ours' : compareMark(found.metadata, source);
    if (owner === 'newer') return superseded('a thumbnail of a newer version is there');
    if (owner === 'other') return taken(`${bucket}/${thumbnails[index]?.name}`);
  }
  const refusal = await notCurrent(blobs, source);
  if (refusal !== undefined) return refusal;
  const metadata = sourceMark(source);
  const writes = thumbnails.map(
    ({ name, bytes, contentType }, index): BlobWrite => ({
      bucket,
      name,
      bytes,
      contentType,
      metadata,
      over: there[index]?.tag ?? null,
    }),
  );
  const written = await Promise.all(writes.map((write) => blobs.write(write)));
  return written.includes('changed')
    ? retry({ reason: 'another run wrote the thumbnail meanwhile', counted: false })
    : undefined;
}

/** A read of no bytes asks the store for the object's state alone. */
async function notCurrent(blobs: Blobs, source: Source): Promise<Outcome | undefined> {
  const { kind } = await blobs.read(source, 0);
  if (kind === 'superseded') return superseded('a newer version was uploaded meanwhile');
  return kind === 'gone' ? blobGone(source) : undefined;
}

function taken(name: string): Outcome {
  return reject('name-taken', `The thumbnail ${name} belongs to another object: rename one of the two, or delete it.`);
}
