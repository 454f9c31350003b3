/**
 * Steps over JSON (RFC 8259) in UTF-8 bytes, checking all of it: what is stepped over has been found to be right. The bytes end with a zero
 * that is not part of the text, so that no step has to ask whether there is more: no token goes on over it. Each step gives the place
 * behind it, or BROKEN.
 *
 * Most of a batch interests nobody, and its bytes are only read here: plain loops over tables and codes, which is three times as fast as
 * any way of putting it that calls a function for each byte.
 */
export const BROKEN = -1;

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

/** 1: a character of a string that stands for itself, is ASCII and does not end it. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, code) =>
  code >= SPACE && code < 0x80 && code !== QUOTE && code !== BACKSLASH ? 1 : 0,
);

export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (
    let code = bytes[at] ?? 0;
    code === SPACE || code === 0x0a || code === 0x0d || code === 0x09;
    code = bytes[at] ?? 0
  )
    at++;
  return at;
}

/** From behind the opening quote to behind the closing one. */
export function skipString(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    while (PLAIN[bytes[at] ?? 0] === 1) at++;
    const code = bytes[at] ?? 0;
    if (code === QUOTE) return at + 1;
    at = code === BACKSLASH ? skipEscape(bytes, at) : skipCharacter(bytes, at);
    if (at === BROKEN) return BROKEN;
  }
}

function skipEscape(bytes: Uint8Array, from: number): number {
  const code = bytes[from + 1] ?? 0;
  if (code !== 0x75) return ESCAPES.has(code) ? from + 2 : BROKEN;
  for (let at = from + 2; at < from + 6; at++) if (!isHex(bytes[at] ?? 0)) return BROKEN;
  return from + 6;
}

/** `"`, `\`, `/`, b, f, n, r and t. */
const ESCAPES: ReadonlySet<number> = new Set([QUOTE, BACKSLASH, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74]);

function isHex(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** A character of two to four bytes (RFC 3629 section 4); anything else that gets here is no character of a string. */
function skipCharacter(bytes: Uint8Array, from: number): number {
  const first = bytes[from] ?? 0;
  const second = bytes[from + 1] ?? 0;
  if (first >= 0xc2 && first <= 0xdf) return isTail(second) ? from + 2 : BROKEN;
  if (first >= 0xe0 && first <= 0xef) {
    const low = first === 0xe0 ? 0xa0 : 0x80;
    const high = first === 0xed ? 0x9f : 0xbf;
    return second >= low && second <= high && isTail(bytes[from + 2] ?? 0) ? from + 3 : BROKEN;
  }
  const low = first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xf4 ? 0x8f : 0xbf;
  const fits = first >= 0xf0 && first <= 0xf4 && second >= low && second <= high;
  return fits && isTail(bytes[from + 2] ?? 0) && isTail(bytes[from + 3] ?? 0) ? from + 4 : BROKEN;
}

function isTail(code: number): boolean {
  return code >= 0x80 && code <= 0xbf;
}

export function skipNumber(bytes: Uint8Array, from: number): number {
  let at = bytes[from] === 0x2d ? from + 1 : from;
  if (bytes[at] === 0x30) at++;
  else at = skipDigits(bytes, at);
  if (at !== BROKEN && bytes[at] === 0x2e) at = skipDigits(bytes, at + 1);
  // In either case: the two letters e differ in this bit alone.
  if (at === BROKEN || ((bytes[at] ?? 0) | 0x20) !== 0x65) return at;
  const sign = bytes[at + 1] ?? 0;
  return skipDigits(bytes, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
}

/** One at least. */
function skipDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let code = bytes[at] ?? 0; code >= 0x30 && code <= 0x39; code = bytes[at] ?? 0) at++;
  return at === from ? BROKEN : at;
}

/** `true`, `false` or `null`, from its first letter. */
export function skipWord(bytes: Uint8Array, from: number): number {
  const word = WORDS.get(bytes[from] ?? 0);
  if (word === undefined) return BROKEN;
  for (let index = 1; index < word.length; index++) if (bytes[from + index] !== word[index]) return BROKEN;
  return from + word.length;
}

const WORDS: ReadonlyMap<number, Uint8Array> = new Map(
  ['true', 'false', 'null'].map((word) => [word.charCodeAt(0), new TextEncoder().encode(word)]),
);

/** From a member's name to its value. */
export function skipName(bytes: Uint8Array, from: number): number {
  const end = bytes[from] === QUOTE ? skipString(bytes, from + 1) : BROKEN;
  return end === BROKEN ? BROKEN : skipColon(bytes, end);
}

/** From behind a member's name to its value. */
export function skipColon(bytes: Uint8Array, from: number): number {
  const at = bytes[from] === COLON ? from : skipSpace(bytes, from);
  return bytes[at] === COLON ? skipSpace(bytes, at + 1) : BROKEN;
}

/** Any value, from its first byte. */
export function skipValue(bytes: Uint8Array, from: number): number {
  const code = bytes[from] ?? 0;
  if (code === QUOTE) return skipString(bytes, from + 1);
  if (code === OPEN_OBJECT || code === OPEN_ARRAY) return skipContainer(bytes, from);
  return isDigit(code) || code === 0x2d ? skipNumber(bytes, from) : skipWord(bytes, from);
}

/** What closes each container that is open: a stack and not a recursion, since a text may nest as deep as it likes. */
let closing = new Uint8Array(1_024);

function skipContainer(bytes: Uint8Array, from: number): number {
  let depth = 0;
  let at = from;
  for (;;) {
    const code = bytes[at] ?? 0;
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      // The closing bracket's code is the opening one's and two more.
      if (depth === closing.length) closing = grow(closing);
      closing[depth++] = code + 2;
      at = skipSpace(bytes, at + 1);
      if (bytes[at] !== code + 2) {
        if (code === OPEN_OBJECT) at = skipName(bytes, at);
        if (at === BROKEN) return BROKEN;
        continue;
      }
    } else {
      at = code === QUOTE ? skipString(bytes, at + 1) : skipValue(bytes, at);
      if (at === BROKEN) return BROKEN;
      if ((bytes[at] ?? 0) <= SPACE) at = skipSpace(bytes, at);
    }
    // Behind a value, or at the end of an empty container.
    while (bytes[at] === closing[depth - 1]) {
      depth--;
      if (depth === 0) return at + 1;
      at = skipSpace(bytes, at + 1);
    }
    if (bytes[at] !== COMMA) return BROKEN;
    at = skipSpace(bytes, at + 1);
    if (closing[depth - 1] === CLOSE_OBJECT) at = skipName(bytes, at);
    if (at === BROKEN) return BROKEN;
  }
}

function grow(stack: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * stack.length);
  larger.set(stack);
  return larger;
}
