import * as z from 'zod/mini';
import type { CloudEvent } from './cloudevent.ts';

const count = z.int().check(z.nonnegative());
const name = z.string().check(z.minLength(1));

/** An object was written to a bucket or container. `version` is the store's own: see the adapters' decode. `size` is in bytes. */
export const BlobUploaded = z.object({
  bucket: name,
  name,
  version: name,
  size: count,
  contentType: z.string(),
  etag: z.string(),
});
/** The type of an upload on every cloud. */
export const UPLOADED = 'blob.uploaded';
export type BlobUploaded = z.infer<typeof BlobUploaded>;

/** Widths and heights are in pixels, sizes in bytes. */
export const BlobResized = z.object({
  bucket: name,
  name,
  version: name,
  thumbnails: z.array(z.object({ name, width: count, height: count, size: count, contentType: z.string() })),
});
export type BlobResized = z.infer<typeof BlobResized>;

/**
 * The canonical event of an upload. Its id names bucket, object and version, so that one upload has one id on every path
 * that it can come by, and a new version has another.
 */
export function toBlobUploaded(source: string, data: BlobUploaded, time?: string): CloudEvent<BlobUploaded> {
  return {
    specversion: '1.0',
    id: `${data.bucket}/${data.name}#${data.version}`,
    source,
    type: UPLOADED,
    subject: data.name,
    ...(time === undefined ? {} : { time }),
    datacontenttype: 'application/json',
    data,
  };
}

/**
 * Whether version `a` is later than `b`, where the store's versions have an order: the part after the last `/`, when both are
 * hexadecimal (a Cloud Storage generation, an S3 or Azure sequencer), compared as text of equal length. Otherwise false.
 */
export function isLaterVersion(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.slice(version.lastIndexOf('/') + 1));
  if (left === undefined || right === undefined || !isHex(left) || !isHex(right)) return false;
  const length = Math.max(left.length, right.length);
  return left.toLowerCase().padStart(length, '0') > right.toLowerCase().padStart(length, '0');
}

function isHex(text: string): boolean {
  return /^[0-9a-fA-F]+$/.test(text);
}

const TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  csv: 'text/csv',
  gif: 'image/gif',
  heic: 'image/heic',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  txt: 'text/plain',
  webp: 'image/webp',
};

const OTHER_TYPE = 'application/octet-stream';

/** Every media type that `contentTypeOf` may give. */
export const PROMISED_TYPES: ReadonlySet<string> = new Set([...Object.values(TYPES), OTHER_TYPE]);

/** The media type that a name's extension promises, for the stores that send none with their events. */
export function contentTypeOf(objectName: string): string {
  const extension = /\.([^./]+)$/.exec(objectName)?.[1]?.toLowerCase() ?? '';
  return (Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined) ?? OTHER_TYPE;
}
