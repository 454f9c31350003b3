import { digest } from './digest.ts';

/** In bytes. Twice as many digits, the mark and the digest stay under the 512 characters of Azure Tables, the least of any store. */
const WHOLE = 224;

/**
 * A key as a remote store has it: hexadecimal, since each store forbids other characters, and in the same order. A key longer than
 * 224 bytes has its beginning and a digest.
 */
export function toStoredKey(key: string): string {
  const group = groupOf(key);
  return Buffer.byteLength(key) > WHOLE ? group + digest(key) : group;
}

/** What the stored keys of all keys that begin alike begin with: a whole key, or a beginning under which only digests stand. */
export function groupOf(key: string): string {
  const bytes = Buffer.from(key);
  // The mark comes after every digit.
  return bytes.length > WHOLE ? `${bytes.toString('hex', 0, WHOLE)}x` : bytes.toString('hex');
}

/** The least stored key that comes after another. */
export function nextStoredKey(storedKey: string): string {
  return `${storedKey}0`;
}

/** A collection as a remote store has it: as it is, or hexadecimal where a store could mind its characters. */
export function toStoredCollection(collection: string): string {
  return /^[a-z][\w-]{0,99}$/i.test(collection) ? collection : `=${Buffer.from(collection).toString('hex')}`;
}
