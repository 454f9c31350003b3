import type { Leaf } from '../leaf.ts';
import type { PathLeaves } from '../leaves.ts';

/** Reads the values of leaves from the bytes of an event, when somebody asks for them. */
export type Values = { readonly read: (bytes: Buffer, here: PathLeaves, index: number) => Leaf };

/** How many texts are remembered, and up to what length: types, sources and names come again and again. */
const REMEMBERED = 1_024;
const LONGEST = 48;

export function createValues(): Values {
  const known: string[] = [];

  function readText(bytes: Buffer, start: number, end: number): string {
    if (end - start > LONGEST) return toText(bytes, start, end);
    let hash = 0;
    let all = 0;
    for (let at = start; at < end; at++) {
      const code = bytes[at] ?? 0;
      hash = (Math.imul(hash, 31) + code) | 0;
      all |= code === BACKSLASH ? NOT_PLAIN : code;
    }
    if (all >= NOT_PLAIN) return toText(bytes, start, end);
    const slot = hash & (REMEMBERED - 1);
    const remembered = known[slot] ?? '';
    if (isText(remembered, bytes, start, end)) return remembered;
    const text = bytes.toString('latin1', start, end);
    known[slot] = text;
    return text;
  }

  return {
    read: (bytes, here, index) => {
      const known = here.values[index];
      if (known !== undefined) return known;
      const start = here.starts[index] ?? 0;
      const end = here.ends[index] ?? 0;
      const value = bytes[start - 1] === QUOTE ? readText(bytes, start, end) : readNumber(bytes, start, end);
      here.values[index] = value;
      return value;
    },
  };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** No ASCII character has this bit. */
const NOT_PLAIN = 0x80;

function isText(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) !== bytes[start + index]) return false;
  return true;
}

function toText(bytes: Buffer, start: number, end: number): string {
  return String(JSON.parse(bytes.toString('utf8', start - 1, end + 1)));
}

/** Beyond this a double does not hold every integer. */
const LARGEST = (Number.MAX_SAFE_INTEGER - 9) / 10;
/** The powers of ten that a double holds exactly: what is divided by one of them is rounded once, and so right (Clinger 1990). */
const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** A number that was found to be right. Those of up to 15 digits, which are most, are put together here; the others by the engine. */
function readNumber(bytes: Buffer, start: number, end: number): number {
  const negative = bytes[start] === 0x2d;
  let digits = 0;
  let point = end;
  for (let at = negative ? start + 1 : start; at < end; at++) {
    const code = bytes[at] ?? 0;
    if (code === 0x2e) point = at + 1;
    else if (code > 0x39 || digits > LARGEST) return Number(bytes.toString('latin1', start, end));
    else digits = digits * 10 + (code - 0x30);
  }
  const power = POWERS[end - point];
  if (power === undefined) return Number(bytes.toString('latin1', start, end));
  return negative ? -(digits / power) : digits / power;
}
