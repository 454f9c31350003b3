import type { Context, Handler } from '../routing/context.ts';
import { type Outcome, reject, retry, superseded } from '../routing/outcome.ts';
import type { BlobUploaded } from '../schemas/blob.ts';
import { blobGone } from './image/blob-gone.ts';
import { type Made, makeThumbnails, type Thumbnail } from './image/make-thumbnails.ts';
import { storeThumbnails } from './image/store-thumbnails.ts';
import { thumbnailName } from './image/thumbnail-name.ts';
import { createTurns } from './image/turns.ts';
import { unlessAborted } from './image/unless-aborted.ts';

/**
 * A handler that makes thumbnails of an uploaded image at these widths in pixels and emits one `blob.resized`:
 * `handle: resizeTo([200, 640])`. They go to the bucket THUMBNAILS_BUCKET, `thumbnails` unless told.
 */
export function resizeTo(widths: readonly number[]): Handler<BlobUploaded, 'blob.resized'> {
  if (widths.length === 0 || widths.some((width) => !Number.isInteger(width) || width < 1)) {
    throw new TypeError(`resizeTo: expected widths in whole pixels from 1, got [${widths.join(', ')}]`);
  }
  return async ({ data: source }, ctx) => {
    const patience = AbortSignal.any([ctx.signal, AbortSignal.timeout(LONGEST_WAIT)]);
    const made = await inTurn(() => fromSource(source, ctx, widths), patience);
    if (made === undefined) return retry({ reason: 'other images came first', after: '5s', counted: false });
    return made.kind === 'made' ? store(source, ctx, made.thumbnails) : made;
  };
}

/** Thumbnails 320 and 1024 pixels wide. */
export const resizeImage = resizeTo([320, 1024]);

const MAX_BYTES = 20_000_000;
const LONGEST_WAIT = 10_000;

/** For the whole process, whatever the routes: one decoded image is about all that a function's memory holds. */
const inTurn = createTurns();

async function fromSource(
  source: BlobUploaded,
  { blobs, signal }: Context<'blob.resized'>,
  widths: readonly number[],
): Promise<Made | Outcome> {
  const found = await unlessAborted(signal, blobs.read(source, MAX_BYTES));
  switch (found.kind) {
    case 'found':
      return makeThumbnails(found.blob.bytes, widths, signal);
    case 'gone':
      return blobGone(source);
    case 'superseded':
      return superseded('a newer version was uploaded');
    case 'too-large':
      return reject('too-large', `The file of ${found.size} bytes is larger than the ${MAX_BYTES} that are taken.`);
  }
}

async function store(
  source: BlobUploaded,
  { blobs, emit, signal }: Context<'blob.resized'>,
  thumbnails: readonly Thumbnail[],
): Promise<Outcome | undefined> {
  signal.throwIfAborted();
  const named = thumbnails.map((made) => ({ ...made, name: thumbnailName(source.name, made.width, made.format) }));
  const bucket = process.env.THUMBNAILS_BUCKET || 'thumbnails';
  const outcome = await storeThumbnails({ blobs, bucket }, source, named);
  if (outcome !== undefined) return outcome;
  const { bucket: from, name, version } = source;
  emit('blob.resized', {
    bucket: from,
    name,
    version,
    thumbnails: named.map(({ bytes, format: _, ...thumbnail }) => ({ ...thumbnail, size: bytes.length })),
  });
}
