import { BROKEN } from './broken.ts';
import { lowestByte } from './lowest-byte.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

// Four bytes at a time: two thirds of the time of a table that is asked about each byte, and half of that of comparisons.

/** From behind the opening quote to behind the closing one. */
export function skipString(bytes: DataView, from: number): number {
  let at = from;
  for (;;) {
    at = endOfPlain(bytes, at);
    const code = bytes.getUint8(at);
    if (code === QUOTE) return at + 1;
    at = code === BACKSLASH ? skipEscape(bytes, at) : skipCharacter(bytes, at);
    if (at < 0) return BROKEN;
  }
}

/** To the first byte that is no ASCII character which stands for itself: in most strings the closing quote. */
export function endOfPlain(bytes: DataView, from: number): number {
  let at = from;
  let found = notPlain(bytes.getInt32(at, true));
  while (found === 0) {
    at += 4;
    found = notPlain(bytes.getInt32(at, true));
  }
  // The lowest bit that is set is in the first of the four that is not plain.
  return at + lowestByte(found);
}

/**
 * The high bits of those of four bytes that are no ASCII character which stands for itself: quotes, backslashes, controls, and what is not
 * ASCII. The lowest is right; those above it may be wrong by a borrow. To take a number from each byte sets its high bit when the byte was
 * smaller; to differ from a byte by nothing is to be smaller than one.
 */
function notPlain(four: number): number {
  const quotes = four ^ 0x22222222;
  const backslashes = four ^ 0x5c5c5c5c;
  // Numbers and not names: a constant of the module would be fetched for each of them.
  const quote = (quotes - 0x01010101) & ~quotes;
  const backslash = (backslashes - 0x01010101) & ~backslashes;
  const control = (four - 0x20202020) & ~four;
  return (quote | backslash | control | four) & 0x80808080;
}

function skipEscape(bytes: DataView, from: number): number {
  const code = bytes.getUint8(from + 1);
  if (code !== 0x75) return ESCAPES.has(code) ? from + 2 : BROKEN;
  for (let at = from + 2; at < from + 6; at++) if (!isHex(bytes.getUint8(at))) return BROKEN;
  return from + 6;
}

/** `"`, `\`, `/`, b, f, n, r and t. */
const ESCAPES: ReadonlySet<number> = new Set([QUOTE, BACKSLASH, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74]);

function isHex(code: number): boolean {
  // In either case: a letter's two differ in this bit alone.
  const letter = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (letter >= 0x61 && letter <= 0x66);
}

/** A character of two to four bytes (RFC 3629 section 4); anything else that gets here is no character of a string. */
function skipCharacter(bytes: DataView, from: number): number {
  const first = bytes.getUint8(from);
  const second = bytes.getUint8(from + 1);
  if (first >= 0xc2 && first <= 0xdf) return isTail(second) ? from + 2 : BROKEN;
  if (first >= 0xe0 && first <= 0xef) {
    const low = first === 0xe0 ? 0xa0 : 0x80;
    const high = first === 0xed ? 0x9f : 0xbf;
    return second >= low && second <= high && isTail(bytes.getUint8(from + 2)) ? from + 3 : BROKEN;
  }
  const low = first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xf4 ? 0x8f : 0xbf;
  const fits = first >= 0xf0 && first <= 0xf4 && second >= low && second <= high;
  return fits && isTail(bytes.getUint8(from + 2)) && isTail(bytes.getUint8(from + 3)) ? from + 4 : BROKEN;
}

function isTail(code: number): boolean {
  return code >= 0x80 && code <= 0xbf;
}
