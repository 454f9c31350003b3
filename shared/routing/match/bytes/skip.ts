/**
 * Steps over JSON (RFC 8259) in UTF-8 bytes, checking all of it: what is stepped over has been found to be right. The bytes are followed by
 * four zeros at least that are not part of the text, so that no step has to ask whether there is more: no token goes on over a zero. Each
 * step gives the place behind it, or BROKEN.
 *
 * Most of a batch interests nobody, and its bytes are only read here. Strings are read four bytes at a time, which takes two thirds of the
 * time of a table that is asked about each byte, and half of that of comparisons.
 */
export const BROKEN = -1;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

export function skipSpace(bytes: DataView, from: number): number {
  let at = from;
  for (let code = bytes.getUint8(at); code <= SPACE; code = bytes.getUint8(++at)) {
    if (code !== SPACE && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
  }
  return at;
}

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
  return at + ((31 - Math.clz32(found & -found)) >> 3);
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
  return isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
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
  at += (31 - Math.clz32(found & -found)) >> 3;
  return at === from ? BROKEN : at;
}

/** Bits of the high halves of those of four bytes that are no digits. The lowest is right; those above it may be wrong by a carry. */
function notDigits(four: number): number {
  const values = four ^ 0x30303030;
  return ((values + 0x06060606) | values) & 0xf0f0f0f0;
}

/** `true`, `false` or `null`, from its first letter. */
export function skipWord(bytes: DataView, from: number): number {
  const word = WORDS.get(bytes.getUint8(from));
  if (word === undefined) return BROKEN;
  for (let index = 1; index < word.length; index++) if (bytes.getUint8(from + index) !== word[index]) return BROKEN;
  return from + word.length;
}

const WORDS: ReadonlyMap<number, Uint8Array> = new Map(
  ['true', 'false', 'null'].map((word) => [word.charCodeAt(0), new TextEncoder().encode(word)]),
);

/** From behind a member's name to behind its colon. */
export function skipColon(bytes: DataView, from: number): number {
  const at = skipSpace(bytes, from);
  return bytes.getUint8(at) === COLON ? at + 1 : BROKEN;
}

/** Any value, from its first byte or the space before it. */
export function skipValue(bytes: DataView, from: number): number {
  const code = bytes.getUint8(from);
  if (code === QUOTE) return skipString(bytes, from + 1);
  if (code === OPEN_OBJECT || code === OPEN_ARRAY) return skipContainer(bytes, from);
  if (code <= 0x39 && (code >= 0x30 || code === 0x2d)) return skipNumber(bytes, from);
  return code <= SPACE && code > 0 ? skipSpaced(bytes, from) : skipWord(bytes, from);
}

function skipSpaced(bytes: DataView, from: number): number {
  const at = skipSpace(bytes, from);
  return at === from ? BROKEN : skipValue(bytes, at);
}

/** What closes each container that is open around the innermost: a stack and not a recursion, since a text may nest as deep as it likes. */
const stack = { closing: new Uint8Array(1_024) };

function skipContainer(bytes: DataView, from: number): number {
  let { closing } = stack;
  let depth = 0;
  let closer = 0;
  let at = from;
  for (;;) {
    // Here begins a member or an element. What is usual is asked first: no space, and strings.
    if (closer === CLOSE_OBJECT) {
      if (bytes.getUint8(at) !== QUOTE) at = skipSpace(bytes, at);
      if (bytes.getUint8(at) !== QUOTE) return BROKEN;
      at = endOfPlain(bytes, at + 1);
      at = bytes.getUint8(at) === QUOTE ? at + 1 : skipString(bytes, at);
      if (at < 0) return BROKEN;
      at = bytes.getUint8(at) === COLON ? at + 1 : skipColon(bytes, at);
      if (at < 0) return BROKEN;
    }
    let code = bytes.getUint8(at);
    if (code !== QUOTE && code <= SPACE) {
      at = skipSpace(bytes, at);
      code = bytes.getUint8(at);
    }
    if (code === QUOTE) {
      at = endOfPlain(bytes, at + 1);
      at = bytes.getUint8(at) === QUOTE ? at + 1 : skipString(bytes, at);
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      if (depth === closing.length) closing = grow();
      closing[depth++] = closer;
      // The closing bracket's code is the opening one's and two more.
      closer = code + 2;
      at = skipSpace(bytes, at + 1);
      if (bytes.getUint8(at) !== closer) continue;
    } else at = code <= 0x39 ? skipNumber(bytes, at) : skipWord(bytes, at);
    if (at < 0) return BROKEN;
    // Behind a value, or at the end of an empty container.
    for (;;) {
      code = bytes.getUint8(at);
      if (code <= SPACE) {
        at = skipSpace(bytes, at);
        code = bytes.getUint8(at);
      }
      at++;
      if (code === COMMA) break;
      if (code !== closer) return BROKEN;
      depth--;
      if (depth === 0) return at;
      closer = closing[depth] ?? 0;
    }
  }
}

function grow(): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * stack.closing.length);
  larger.set(stack.closing);
  stack.closing = larger;
  return larger;
}
