import { BROKEN } from './broken.ts';
import { skipNumber } from './skip-number.ts';
import { endOfPlain, skipString } from './skip-string.ts';

/*
 * Steps over JSON (RFC 8259) in UTF-8 bytes, checking all of it: what is stepped over has been found to be right. The bytes are followed by
 * four zeros at least that are not part of the text, so that no step has to ask whether there is more: no token goes on over a zero. Each
 * step gives the place behind it, or BROKEN.
 *
 * Most of a batch interests nobody, and its bytes are only read here. Hence plain loops, and codes of characters that are constants of the
 * file: those of another file are fetched whenever they are used.
 */

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;

export function skipSpace(bytes: DataView, from: number): number {
  let at = from;
  for (let code = bytes.getUint8(at); code <= SPACE; code = bytes.getUint8(++at)) {
    if (code !== SPACE && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
  }
  return at;
}

/** `true`, `false` or `null`, from its first letter. */
function skipWord(bytes: DataView, from: number): number {
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
