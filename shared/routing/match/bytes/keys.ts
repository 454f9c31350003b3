import { childOf, type PathNode } from '../paths.ts';

/**
 * The members' names that were met at one place of the path tree, as they stand in the bytes. Most events have the names of the one before,
 * in the same order: each name remembers which came after it, so that a name is usually known by one comparison.
 */
export type KeyTable = {
  readonly node: PathNode;
  first: Key | undefined;
  readonly byHash: Map<number, Key[]>;
  /** Names by their text: one that is written twice, with and without escapes, is one name. */
  readonly names: Map<string, Name>;
};

export type Key = {
  /** The name and its closing quote. */
  readonly bytes: Uint8Array;
  readonly name: Name;
  next: Key | undefined;
};

/** Where it leads, if a rule looks there, and the number of the object in which it was last met. */
export type Name = { readonly child: KeyTable | undefined; met: number };

/** What a table may hold: an event may bring any number of names. */
const MOST_KEYS = 512;

export function createKeyTable(node: PathNode): KeyTable {
  return { node, first: undefined, byHash: new Map(), names: new Map() };
}

/** Behind the name if it stands here, or -1. */
export function endOfKey({ bytes: name }: Key, bytes: Uint8Array, from: number): number {
  for (let index = 0; index < name.length; index++) if (bytes[from + index] !== name[index]) return -1;
  return from + name.length;
}

/** The name that stands here and ends with its quote; undefined when the table is full. */
export function keyAt(table: KeyTable, bytes: Uint8Array, from: number, end: number): Key | undefined {
  const hash = hashOf(bytes, from, end);
  const alike = table.byHash.get(hash) ?? [];
  const known = alike.find((key) => endOfKey(key, bytes, from) === end);
  if (known !== undefined || table.byHash.size >= MOST_KEYS || alike.length > MOST_ALIKE) return known;
  const key = toKey(table, Uint8Array.from(bytes.subarray(from, end)));
  table.byHash.set(hash, [...alike, key]);
  return key;
}

/** Names that are made to have one hash are not worth keeping. */
const MOST_ALIKE = 8;

function hashOf(bytes: Uint8Array, from: number, end: number): number {
  let hash = 0;
  for (let at = from; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
  return hash;
}

function toKey(table: KeyTable, bytes: Uint8Array): Key {
  const text = textOfName(bytes);
  const name = table.names.get(text) ?? toName(childOf(table.node, text));
  table.names.set(text, name);
  return { bytes, name, next: undefined };
}

function toName(child: PathNode | undefined): Name {
  return { child: child === undefined ? undefined : createKeyTable(child), met: 0 };
}

const utf8 = new TextDecoder();

/** The text of a name that was found to be right, from its bytes with the closing quote. */
export function textOfName(bytes: Uint8Array): string {
  return String(JSON.parse(`"${utf8.decode(bytes)}`));
}
