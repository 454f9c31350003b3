/** The formats that are taken, and written again where this build of sharp can. */
export const FORMATS = {
  jpeg: { contentType: 'image/jpeg', extension: 'jpg' },
  png: { contentType: 'image/png', extension: 'png' },
  webp: { contentType: 'image/webp', extension: 'webp' },
  avif: { contentType: 'image/avif', extension: 'avif' },
  gif: { contentType: 'image/gif', extension: 'gif' },
} as const;

export type ImageFormat = keyof typeof FORMATS;

/** `format` is ours; `other` names a kind of file that we know and do not take; `unknown` is no image that we know of. */
export type Sniffed =
  | { readonly kind: 'format'; readonly format: ImageFormat }
  | { readonly kind: 'other'; readonly name: string }
  | { readonly kind: 'unknown' };

/**
 * What a file is by its first bytes. It is asked before a decoder sees the file, so that an SVG or a PDF under the name of a photo
 * never reaches the libraries that would draw it.
 */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = Buffer.from(bytes.subarray(0, HEAD)).toString('latin1');
  const name = MAGIC.find(([, at, text]) => head.startsWith(text, at))?.[0] ?? byBrand(head) ?? byMarkup(head);
  if (name === undefined) return { kind: 'unknown' };
  return isFormat(name) ? { kind: 'format', format: name } : { kind: 'other', name };
}

const HEAD = 1024;

/** Name, offset and the bytes there as Latin-1. */
const MAGIC: readonly (readonly [name: string, at: number, text: string])[] = [
  ['jpeg', 0, '\xff\xd8\xff'],
  ['png', 0, '\x89PNG\r\n\x1a\n'],
  ['gif', 0, 'GIF87a'],
  ['gif', 0, 'GIF89a'],
  ['webp', 8, 'WEBPVP8'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['TIFF', 0, 'II+\0'],
  ['TIFF', 0, 'MM\0+'],
  ['PDF', 0, '%PDF-'],
  ['Photoshop', 0, '8BPS'],
  ['JPEG XL', 0, '\xff\x0a'],
  ['JPEG XL', 4, 'JXL \r\n\x87\n'],
  ['JPEG 2000', 4, 'jP  \r\n\x87\n'],
  ['Windows icon', 0, '\0\0\x01\0'],
];

/** The HEIF family names its codec in the brands of its `ftyp` box (ISO/IEC 14496-12 §4.3, AV1 Image File Format §4.1). */
function byBrand(head: string): string | undefined {
  if (head.slice(4, 8) !== 'ftyp') return undefined;
  const length = Buffer.from(head.slice(0, 4), 'latin1').readUInt32BE();
  const brands = head.slice(8, length).match(/.{4}/gs) ?? [];
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'avif';
  return brands.some((brand) => /^(hei[cmsx]|hev[cmsx]|mif1|msf1)$/.test(brand)) ? 'HEIC' : undefined;
}

function byMarkup(head: string): string | undefined {
  if (/^(\xef\xbb\xbf)?\s*</.test(head) && /<svg[\s>]/i.test(head)) return 'SVG';
  // Two letters alone would take a text for a bitmap; the four bytes from the sixth are reserved and zero.
  return head.startsWith('BM') && head.slice(6, 10) === '\0\0\0\0' ? 'BMP' : undefined;
}

function isFormat(name: string): name is ImageFormat {
  return Object.hasOwn(FORMATS, name);
}
