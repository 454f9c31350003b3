import type { BlobRef } from '../../routing/context.ts';
import { type Reject, reject } from '../../routing/outcome.ts';

/** Of an object that was deleted after its upload was announced. */
export function blobGone({ bucket, name }: BlobRef): Reject {
  return reject('blob-gone', `The object ${bucket}/${name} is no longer there.`);
}
