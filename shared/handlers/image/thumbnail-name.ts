import { contentTypeOf } from '../../schemas/blob.ts';
import { FORMATS, type ImageFormat } from './format.ts';

/**
 * `photos/cat.jpg` at 320 is `thumbnails/photos/cat-320.jpg`. The extension stays as it was written where it fits the format, else it
 * becomes the format's own; a name without an image's extension gets one. Two sources can so come to one name (`cat`, and `cat.jpg`):
 * who writes must look whose the thumbnail there is.
 */
export function thumbnailName(source: string, width: number, format: ImageFormat): string {
  const { contentType, extension } = FORMATS[format];
  const promised = contentTypeOf(source);
  const dot = promised.startsWith('image/') ? source.lastIndexOf('.') : source.length;
  const stem = source.slice(0, dot);
  return `thumbnails/${stem}-${width}.${promised === contentType ? source.slice(dot + 1) : extension}`;
}
