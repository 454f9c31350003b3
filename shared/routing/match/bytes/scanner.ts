import { addElement, addLeaf, addSpan, type Leaves, markArray } from '../leaves.ts';
import { childOf, NO_PATH, type PathNode } from '../paths.ts';
import { createKeyTable, endOfKey, type Key, type KeyTable, keyAt, textOfName } from './keys.ts';
import {
  BROKEN,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipColon,
  skipSpace,
  skipString,
  skipValue,
} from './skip.ts';

/**
 * Puts the leaves of an event's bytes at the paths of the tree into `leaves`. `bytes` end with a zero at `length`. BROKEN: this is not one
 * JSON object. AGAIN: only its value can tell, since a name comes twice, of which the last counts, or something is there in excess.
 */
export type Scan = (bytes: Uint8Array, length: number) => number;

export const AGAIN = -2;

/** Arrays in arrays, at a place where a rule looks. */
const DEEPEST = 128;

export function createScanner(root: PathNode, leaves: Leaves): Scan {
  const table = createKeyTable(root);
  let bytes = new Uint8Array(1);
  let objects = 0;

  /** From its opening bracket to behind the closing one. */
  function scanObject(from: number, keys: KeyTable, element: number): number {
    const object = ++objects;
    let at = skipSpace(bytes, from + 1);
    if (bytes[at] === CLOSE_OBJECT) return at + 1;
    let before: Key | undefined;
    for (;;) {
      if (bytes[at] !== QUOTE) return BROKEN;
      const expected: Key | undefined = before === undefined ? keys.first : before.next;
      let end: number = expected === undefined ? -1 : endOfKey(expected, bytes, at + 1);
      let key = expected;
      if (end === -1) {
        end = skipString(bytes, at + 1);
        if (end === BROKEN) return BROKEN;
        key = keyAt(keys, bytes, at + 1, end);
        if (before === undefined) keys.first = key;
        else before.next = key;
      }
      const name = at + 1;
      at = skipColon(bytes, end);
      if (at === BROKEN) return BROKEN;
      if (key === undefined) {
        if (childOf(keys.node, textOfName(bytes.subarray(name, end))) !== undefined) return AGAIN;
        at = skipValue(bytes, at);
      } else if (key.name.child === undefined) at = skipValue(bytes, at);
      else if (key.name.met === object) return AGAIN;
      else {
        key.name.met = object;
        at = scanValue(at, key.name.child, element, 0);
      }
      if (at < 0) return at;
      before = key;
      if (bytes[at] !== COMMA) at = skipSpace(bytes, at);
      if (bytes[at] === CLOSE_OBJECT) return at + 1;
      if (bytes[at] !== COMMA) return BROKEN;
      at = skipSpace(bytes, at + 1);
    }
  }

  function scanValue(from: number, keys: KeyTable, element: number, depth: number): number {
    const code = bytes[from] ?? 0;
    const { path, children } = keys.node;
    if (code === OPEN_OBJECT) return children.size === 0 ? skipValue(bytes, from) : scanObject(from, keys, element);
    if (code === OPEN_ARRAY) return depth === DEEPEST ? AGAIN : scanArray(from, keys, element, depth + 1);
    const end = skipValue(bytes, from);
    if (path === NO_PATH || end === BROKEN) return end;
    if (code === QUOTE) addSpan(leaves, path, element, from + 1, end - 1);
    else if (code === 0x74 || code === 0x66) addLeaf(leaves, path, code === 0x74, element);
    else if (code === 0x6e) addLeaf(leaves, path, null, element);
    else addSpan(leaves, path, element, from, end);
    return end;
  }

  /** From its opening bracket to behind the closing one. */
  function scanArray(from: number, keys: KeyTable, element: number, depth: number): number {
    const array = leaves.parents.length;
    let at = skipSpace(bytes, from + 1);
    if (bytes[at] === CLOSE_ARRAY) return at + 1;
    for (;;) {
      const isContainer = bytes[at] === OPEN_OBJECT || bytes[at] === OPEN_ARRAY;
      at = scanValue(at, keys, isContainer ? addElement(leaves, element, array) : element, depth);
      if (at < 0) return at;
      if (bytes[at] !== COMMA) at = skipSpace(bytes, at);
      if (bytes[at] === CLOSE_ARRAY) break;
      if (bytes[at] !== COMMA) return BROKEN;
      at = skipSpace(bytes, at + 1);
    }
    if (keys.node.path !== NO_PATH) markArray(leaves, keys.node.path);
    return at + 1;
  }

  return (text, length) => {
    bytes = text as typeof bytes; // of whatever kind of buffer
    const start = skipSpace(bytes, startOf(bytes));
    if (bytes[start] !== OPEN_OBJECT) return BROKEN;
    const end = scanObject(start, table, 0);
    return end < 0 || skipSpace(bytes, end) === length ? end : BROKEN;
  };
}

/** Behind the mark that some put before UTF-8, which is no part of the text. */
function startOf(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
