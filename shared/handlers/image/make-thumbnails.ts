import type { Sharp } from 'sharp';
import { type Reject, reject } from '../../routing/outcome.ts';
import { FORMATS, type ImageFormat, sniff } from './format.ts';
import { imageFault, MAX_PIXELS, tooManyPixels } from './image-fault.ts';
import { loadSharp, type SharpModule } from './load-sharp.ts';

/** One picture made smaller. Width and height are in pixels, as it is to be looked at. */
export type Thumbnail = {
  readonly width: number;
  readonly height: number;
  readonly format: ImageFormat;
  readonly contentType: string;
  readonly bytes: Uint8Array;
};

export type Made = { readonly kind: 'made'; readonly thumbnails: readonly Thumbnail[] };

/**
 * An image at each of `widths`, never larger than it is: widths beyond its own give its own, once. Upright by its EXIF orientation,
 * metadata stripped, colour profile kept, the first frame of an animation, the same format where sharp writes it and else WebP.
 * A file that is no such image is a reject; throws what is not the file's fault, and the signal's reason once it is aborted.
 */
export async function makeThumbnails(
  bytes: Uint8Array,
  widths: readonly number[],
  signal: AbortSignal,
): Promise<Made | Reject> {
  const sniffed = sniff(bytes);
  if (sniffed.kind === 'unknown') return reject('not-an-image', `The file is no image: ${startOf(bytes)}.`);
  if (sniffed.kind === 'other')
    return reject('unsupported-image', `${sniffed.name} files are not taken: expected ${TAKEN}.`);
  const sharp = await loadSharp();
  try {
    return await resizeAll(sharp, { bytes, widths, signal, format: writable(sharp, sniffed.format) });
  } catch (thrown) {
    signal.throwIfAborted();
    return imageFault(thrown);
  }
}

type Job = {
  readonly bytes: Uint8Array;
  readonly widths: readonly number[];
  readonly signal: AbortSignal;
  readonly format: ImageFormat;
};

async function resizeAll(sharp: SharpModule, job: Job): Promise<Made | Reject> {
  // The header is read without a limit, so that the refusal can say how large the picture claims to be.
  const { autoOrient: size } = await sharp(job.bytes, { autoOrient: true, limitInputPixels: false }).metadata();
  if (size.width * size.height > MAX_PIXELS) return tooManyPixels(size);
  const thumbnails: Thumbnail[] = [];
  for (const width of new Set(job.widths.map((wanted) => Math.min(wanted, size.width)))) {
    job.signal.throwIfAborted();
    thumbnails.push(await resize(open(sharp, job.bytes), width, job.format));
  }
  return { kind: 'made', thumbnails };
}

/**
 * `failOn: 'error'` refuses truncated and damaged files, but not those with a mere warning: cameras write them too. The time limit
 * only keeps a picture that outlives its route from holding up the ones behind it.
 */
function open(sharp: SharpModule, bytes: Uint8Array): Sharp {
  return sharp(bytes, { autoOrient: true, failOn: 'error', limitInputPixels: MAX_PIXELS }).timeout({ seconds: 60 });
}

async function resize(image: Sharp, width: number, format: ImageFormat): Promise<Thumbnail> {
  const { data, info } = await image
    .resize({ width, withoutEnlargement: true })
    .keepIccProfile()
    .toFormat(format)
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, format, contentType: FORMATS[format].contentType, bytes: data };
}

function writable({ format }: SharpModule, wanted: ImageFormat): ImageFormat {
  const { output } = wanted === 'avif' ? format.heif : format[wanted];
  return output.buffer ? wanted : 'webp';
}

const TAKEN = 'JPEG, PNG, WebP, AVIF or GIF';

function startOf(bytes: Uint8Array): string {
  return bytes.length === 0
    ? 'it is empty'
    : `it starts with the bytes ${Buffer.from(bytes.subarray(0, 8)).toString('hex')}`;
}
