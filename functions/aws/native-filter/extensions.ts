import { contentTypeOf } from '../../../shared/schemas/blob.ts';

/** Every extension of an object’s name that promises a content type; all others promise the same one, as a name without does. */
const EXTENSIONS = [
  'avif',
  'csv',
  'gif',
  'heic',
  'jpeg',
  'jpg',
  'json',
  'pdf',
  'png',
  'svg',
  'tif',
  'tiff',
  'txt',
  'webp',
];

export const OTHER_TYPE = contentTypeOf('');

/** The extensions whose content type passes. */
export function extensionsWhere(passes: (contentType: string) => boolean): readonly string[] {
  return EXTENSIONS.filter((extension) => passes(contentTypeOf(`.${extension}`)));
}

/** Every way to write it in upper and lower case: the router ignores that, and Lambda’s suffix does not. */
export function casings(text: string): readonly string[] {
  return [...text].reduce<readonly string[]>(
    (starts, letter) =>
      starts.flatMap((start) => [...new Set([letter, letter.toUpperCase()])].map((one) => start + one)),
    [''],
  );
}
