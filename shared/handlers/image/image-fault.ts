import { messageOf } from '../../delivery/port-error.ts';
import { type Reject, reject } from '../../routing/outcome.ts';

/**
 * A reject when the decoder blames the file. Anything else is thrown on, and so tried again: memory that ran out, the time limit,
 * an error that nobody has seen yet. sharp's errors have no codes; libvips begins each line with the name of the part that failed.
 */
export function imageFault(thrown: unknown): Reject {
  const message = messageOf(thrown);
  if (MACHINE.test(message) || !DECODER.test(message)) throw thrown;
  return message.includes('exceeds pixel limit')
    ? tooManyPixels()
    : reject('broken-image', `The image cannot be decoded: ${cause(message)}.`);
}

/** More pixels than this are refused by sharp itself too (`limitInputPixels`): a small file can hold a picture of any size. */
export const MAX_PIXELS = 24_000_000;

export function tooManyPixels(size?: { readonly width: number; readonly height: number }): Reject {
  const subject = size === undefined ? 'The image' : `The image of ${size.width} × ${size.height} pixels`;
  return reject('too-many-pixels', `${subject} has more than the ${MAX_PIXELS / 1e6} million pixels that are taken.`);
}

// libheif calls a file that breaks its limits a "Memory allocation error: Security limit exceeded": that is the file's fault.
const MACHINE =
  /out of memory|insufficient memory|cannot allocate|bad_alloc|Memory allocation error: (?!Security)|^timeout/im;
// A decoder may give up without a word, as libpng does over a wrong checksum. Then sharp says "Unknown error", or that the thumbnail
// could not be written to its target, which is memory and so never fails by itself.
const DECODER =
  /^(Input (buffer|image)|VipsJpeg|jpegload|vipspng|pngload|webp|gifload|heif|source: bad seek|Unknown error$|\w+: unable to write to target)/im;

const NO_WORD = 'its decoder does not say why';

/** The first line, without libvips' notes on positions in the file and without a colon that nothing follows. */
function cause(message: string): string {
  const [line = ''] = message.replaceAll(/source: bad seek to \d+\s*/g, '').split('\n');
  const words = line.replace(/[\s:.]+$/, '').replace(/^Unknown error$|^\w+: unable to write to target.*/, NO_WORD);
  return words === '' ? 'it ends too early' : words.slice(0, 160);
}
