import { digest } from '../../delivery/digest.ts';
import { isLaterVersion } from '../../schemas/blob.ts';

export type Metadata = Readonly<Record<string, string>>;
export type Source = { readonly bucket: string; readonly name: string; readonly version: string };

/**
 * What a thumbnail's metadata says of its source. Keys are lower-case letters, values ASCII without spaces: Cloud Storage, Azure and
 * S3 send them as HTTP headers. S3 takes 2 KB of them in all (Amazon S3 user guide, "Working with object metadata").
 */
export function sourceMark({ bucket, name, version }: Source): Metadata {
  return { sourcebucket: toValue(bucket), sourcename: toValue(name), sourceversion: toValue(version) };
}

/** Whose a thumbnail is, for a source: `newer` is the same object's later version, `other` another object's. */
export function compareMark(found: Metadata, source: Source): 'newer' | 'other' | 'ours' {
  const mine = sourceMark(source);
  const { sourcebucket, sourcename, sourceversion } = found;
  // A thumbnail without a mark was put there by hand, or by something older: it is ours to write.
  if (sourcename !== undefined && (sourcename !== mine.sourcename || sourcebucket !== mine.sourcebucket))
    return 'other';
  return isLaterVersion(sourceversion ?? '', mine.sourceversion ?? '') ? 'newer' : 'ours';
}

/** Versions keep their order in this form: digits, letters and slashes stay as they are, and a digest has no order. */
function toValue(text: string): string {
  const encoded = encodeURI(text.toWellFormed());
  return encoded.length <= 800 ? encoded : `sha256-${digest(text)}`;
}
