import { createHash } from 'node:crypto';

/** A short name derived from parts: 32 hexadecimal digits of SHA-256 over their lengths and texts, so that no two lists collide. */
export function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 32);
}
