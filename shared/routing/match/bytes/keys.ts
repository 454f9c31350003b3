import { childOf, type PathNode } from '../paths.ts';
import type { Steps } from './steps.ts';
import { type Stretch, standsAt, toStretch } from './stretch.ts';

/**
 * The names that lead on from one place of the path tree, as they stand in bytes. A name is told by its length first: most of those that no
 * rule asks for have another one, and need not be compared.
 */
export type KeyTable = {
  readonly node: PathNode;
  /** Bit n: a name of n bytes leads on, its quote counted; the last bit: a longer one does. */
  readonly lengths: number;
  /** The same of names that are several keys with dots between them, and where the first dot may be. */
  readonly dotted: number;
  readonly dots: readonly number[];
  readonly byLength: readonly (readonly Key[] | undefined)[];
  /** Names by their text: those that are not as they stand in the bytes, because of dots, escapes or their length, are found here. */
  readonly byText: Map<string, Key | undefined>;
  /** The names that events had here. */
  readonly steps: Steps;
};

export type Key = {
  readonly bytes: Stretch;
  readonly table: KeyTable;
  /** The numbers of the object and of the event in which the name was last met. */
  met: number;
  event: number;
};

const LONG = 31;
const IS_LONG = 1 << LONG;

/** How many names are remembered by their text: an event may bring any number of them. */
const MOST_KNOWN = 1_024;
/** Longer names are not remembered. */
const LONGEST = 256;

export function createKeyTable(node: PathNode): KeyTable {
  const byText = new Map<string, Key>();
  const byLength: Key[][] = Array.from({ length: LONG }, () => []);
  let lengths = 0;
  let dotted = 0;
  const dots = new Set<number>();
  for (const [text, child] of node.children) {
    const key = toKey(text, child);
    const { length } = key.bytes;
    byText.set(text, key);
    byLength[length]?.push(key);
    lengths |= lengthBit(length);
    // A dot takes the place of the quote.
    const further = shift(key.table.lengths | key.table.dotted, length);
    dotted |= further;
    if (further !== 0) dots.add(length - 1);
  }
  return {
    node,
    lengths,
    dotted,
    dots: [...dots],
    byLength,
    byText,
    steps: { first: undefined, byLength: [], made: 0 },
  };
}

function toKey(text: string, child: PathNode): Key {
  const bytes = new TextEncoder().encode(JSON.stringify(text)).subarray(1);
  return { bytes: toStretch(bytes), table: createKeyTable(child), met: 0, event: 0 };
}

function lengthBit(length: number): number {
  return length < LONG ? 1 << length : IS_LONG;
}

/** All lengths made longer. */
function shift(lengths: number, by: number): number {
  if (lengths === 0) return 0;
  if (by >= LONG) return IS_LONG;
  return (lengths << by) | (lengths >>> (LONG - by) === 0 ? 0 : IS_LONG);
}

/**
 * Where a name leads that stands here and is plain, or not: with escapes, or letters beyond ASCII. NO_KEY: nowhere. Undefined: there are
 * more names than can be known.
 */
export function findKey(table: KeyTable, bytes: DataView, name: Name): Key | typeof NO_KEY | undefined {
  const { start, end, isPlain } = name;
  const length = end - start;
  if (!isPlain || length >= LONG) return findByText(table, bytes, name);
  const bit = lengthBit(length);
  if (((table.lengths | table.dotted) & bit) === 0) return NO_KEY;
  for (const key of table.byLength[length] ?? NONE) if (standsAt(key.bytes, bytes, start)) return key;
  // A dot that may be there in longer names may lie beyond the bytes.
  const isDot = (dot: number) => dot < length && bytes.getUint8(start + dot) === 0x2e;
  const isDotted = (table.dotted & bit) !== 0 && table.dots.some(isDot);
  return isDotted ? findByText(table, bytes, name) : NO_KEY;
}

/** A name from behind its opening quote to behind the closing one. */
export type Name = { readonly start: number; readonly end: number; readonly isPlain: boolean };

const NONE: readonly Key[] = [];

function findByText(table: KeyTable, bytes: DataView, { start, end }: Name): Key | typeof NO_KEY | undefined {
  const text = textOf(bytes, start, end);
  const known = table.byText.get(text);
  if (known !== undefined || table.byText.has(text)) return known ?? NO_KEY;
  const child = childOf(table.node, text);
  if (table.byText.size >= MOST_KNOWN || text.length > LONGEST) return child === undefined ? NO_KEY : undefined;
  const key = child === undefined ? undefined : { ...toKey(text, child), event: EXTRA };
  table.byText.set(text, key);
  return key ?? NO_KEY;
}

/** The event of names that are found by their text alone: not one of those that are counted. */
export const EXTRA = -1;

export const NO_KEY = Symbol('no key');

const utf8 = new TextDecoder();

/** Of a name that was found to be right, which ends with its quote. */
function textOf(bytes: DataView, from: number, end: number): string {
  return String(JSON.parse(utf8.decode(new Uint8Array(bytes.buffer, bytes.byteOffset + from - 1, end - from + 1))));
}

/** How many names there are, at all places together. */
export function countKeys({ byText }: KeyTable): number {
  return [...byText.values()].reduce((count, key) => count + (key === undefined ? 0 : 1 + countKeys(key.table)), 0);
}
