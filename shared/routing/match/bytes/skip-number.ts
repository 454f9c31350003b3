import { BROKEN } from './broken.ts';
import { lowestByte } from './lowest-byte.ts';

/** From its sign or first digit to behind its last. */
export function skipNumber(bytes: DataView, from: number): number {
  let at = bytes.getUint8(from) === 0x2d ? from + 1 : from;
  if (bytes.getUint8(at) === 0x30) at++;
  else at = skipDigits(bytes, at);
  if (at >= 0 && bytes.getUint8(at) === 0x2e) at = skipDigits(bytes, at + 1);
  // In either case: the two letters e differ in this bit alone.
  if (at < 0 || (bytes.getUint8(at) | 0x20) !== 0x65) return at;
  const sign = bytes.getUint8(at + 1);
  return skipDigits(bytes, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
}

/** One at least. */
function skipDigits(bytes: DataView, from: number): number {
  let at = from;
  let found = notDigits(bytes.getInt32(at, true));
  while (found === 0) {
    at += 4;
    found = notDigits(bytes.getInt32(at, true));
  }
  at += lowestByte(found);
  return at === from ? BROKEN : at;
}

/** Bits of the high halves of those of four bytes that are no digits. The lowest is right; those above it may be wrong by a carry. */
function notDigits(four: number): number {
  const values = four ^ 0x30303030;
  return ((values + 0x06060606) | values) & 0xf0f0f0f0;
}
