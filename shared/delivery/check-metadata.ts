import { PortError } from './port-error.ts';

/**
 * Throws a PortError unless an object's metadata is printable ASCII, for stores that carry it as HTTP headers: they would take
 * anything else for a bad signature, which reads like a key that may be put right.
 */
export function checkMetadata(metadata: Readonly<Record<string, string>>): void {
  const bad = Object.entries(metadata).find((pair) => !/^[ -~]*$/.test(pair.join('')));
  if (bad === undefined) return;
  throw new PortError('refused', 'blobs', { message: `the metadata ${JSON.stringify(bad[0])} is not printable ASCII` });
}
