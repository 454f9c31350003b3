import { addElement, addLeaf, addSpan, type Leaves, markArray } from '../leaves.ts';
import { NO_PATH } from '../paths.ts';
import { BROKEN } from './broken.ts';
import { countKeys, EXTRA, type Key, type KeyTable } from './keys.ts';
import { skipColon, skipSpace, skipValue } from './skip.ts';
import { AGAIN, findStep, type Step } from './steps.ts';
import { endOfStretch } from './stretch.ts';
import { skipUnwanted } from './usual-value.ts';

// Not shared with the other file: a constant of another module is fetched whenever it is used, and takes a third of the speed.
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;

/**
 * Puts the leaves of an event's bytes at the paths of the tree into `leaves`. The text is `length` bytes long and followed by four zeros.
 * BROKEN: this is not one JSON object. AGAIN: only its value can tell, since a name comes twice, of which the last counts, or something is
 * there in excess. STOPPED: `isOver` said that the rest does not matter.
 */
export type Scan = (text: DataView, length: number) => number;

/** Asked once in an event, when every name that rules ask for was met, with the place behind the last: whether the rest need not be read. */
export type IsOver = (at: number) => boolean;

export const STOPPED = -3;

/** Arrays in arrays, at a place where a rule looks. */
const DEEPEST = 128;

export function createScanner(keys: KeyTable, leaves: Leaves, isOver: IsOver): Scan {
  const text = new DataView(new ArrayBuffer(4));
  const scanning: Scanning = { leaves, isOver, names: countKeys(keys), text, event: 0, objects: 0, arrays: 0, met: 0 };
  return (text, length) => {
    scanning.text = text;
    scanning.event++;
    scanning.arrays = 0;
    scanning.met = 0;
    const start = skipSpace(text, startOf(text));
    if (text.getUint8(start) !== OPEN_OBJECT) return BROKEN;
    const end = scanObject(scanning, start, keys, 0);
    return end < 0 || skipSpace(text, end) === length ? end : BROKEN;
  };
}

type Scanning = {
  readonly leaves: Leaves;
  readonly isOver: IsOver;
  /** How many names rules ask for, and how many of them were met. */
  readonly names: number;
  met: number;
  text: DataView;
  /** The numbers of the event and, among those of all events, of the last object; how many arrays are open around a value. */
  event: number;
  objects: number;
  arrays: number;
};

/** From its opening bracket to behind the closing one. */
function scanObject(scanning: Scanning, from: number, keys: KeyTable, element: number): number {
  const { text } = scanning;
  const object = ++scanning.objects;
  let at = skipSpace(text, from + 1);
  if (text.getUint8(at) === CLOSE_OBJECT) return at + 1;
  let before: Step | undefined;
  for (;;) {
    if (text.getUint8(at) !== QUOTE) at = skipSpace(text, at);
    if (text.getUint8(at) !== QUOTE) return BROKEN;
    at++;
    let step = before === undefined ? keys.steps.first : before.next;
    if (step === undefined || endOfStretch(step.bytes, text, at) === -1) {
      const found = findStep(keys, text, at);
      if (typeof found === 'number') return found;
      step = found;
      if (before === undefined) keys.steps.first = step;
      else before.next = step;
    }
    before = step;
    at += step.bytes.length;
    at = text.getUint8(at) === COLON ? at + 1 : skipColon(text, at);
    if (at < 0) return BROKEN;
    const { key } = step;
    if (key === undefined) at = skipUnwanted(text, at, step);
    else if (key.met === object) return AGAIN;
    else {
      key.met = object;
      at = scanMember(scanning, at, key, element);
    }
    if (at < 0) return at;
    let code = text.getUint8(at);
    if (code <= SPACE) {
      at = skipSpace(text, at);
      code = text.getUint8(at);
    }
    at++;
    if (code === CLOSE_OBJECT) return at;
    if (code !== COMMA) return BROKEN;
  }
}

/** What `met` is once `isOver` was asked. */
const ASKED = -1;

/** The value of a name that some rule asks for. */
function scanMember(scanning: Scanning, from: number, key: Key, element: number): number {
  // One more, with dots: what was found without it does not count.
  if (scanning.met === ASKED) return AGAIN;
  if (key.event !== scanning.event) {
    // A name that stands for several keys is one too many: what they ask for may still come by themselves.
    scanning.met = key.event === EXTRA ? Number.NEGATIVE_INFINITY : scanning.met + 1;
    if (key.event !== EXTRA) key.event = scanning.event;
  }
  const at = scanValue(scanning, from, key.table, element);
  if (scanning.met !== scanning.names || scanning.arrays > 0 || at < 0) return at;
  scanning.met = ASKED;
  return scanning.isOver(at) ? STOPPED : at;
}

/** From its first byte, or the space before it. */
function scanValue(scanning: Scanning, from: number, keys: KeyTable, element: number): number {
  const { text, leaves } = scanning;
  const start = skipSpace(text, from);
  const code = text.getUint8(start);
  const { path, children } = keys.node;
  if (code === OPEN_OBJECT && children.size > 0) return scanObject(scanning, start, keys, element);
  if (code === OPEN_ARRAY) return scanArray(scanning, start, keys, element);
  const end = skipValue(text, start);
  if (path === NO_PATH || code === OPEN_OBJECT || end < 0) return end;
  if (code === QUOTE) addSpan(leaves, path, element, start + 1, end - 1);
  else if (code === 0x74 || code === 0x66) addLeaf(leaves, path, code === 0x74, element);
  else if (code === 0x6e) addLeaf(leaves, path, null, element);
  else addSpan(leaves, path, element, start, end);
  return end;
}

/** From its opening bracket to behind the closing one. */
function scanArray(scanning: Scanning, from: number, keys: KeyTable, element: number): number {
  const { text, leaves } = scanning;
  if (scanning.arrays === DEEPEST) return AGAIN;
  scanning.arrays++;
  const array = leaves.elementCount;
  let at = skipSpace(text, from + 1);
  let code = text.getUint8(at);
  while (code !== CLOSE_ARRAY) {
    const isContainer = code === OPEN_OBJECT || code === OPEN_ARRAY;
    at = scanValue(scanning, at, keys, isContainer ? addElement(leaves, element, array) : element);
    if (at < 0) return at;
    at = skipSpace(text, at);
    code = text.getUint8(at);
    if (code === CLOSE_ARRAY) break;
    if (code !== COMMA) return BROKEN;
    at = skipSpace(text, at + 1);
    code = text.getUint8(at);
    // Nothing may stand between a comma and the end.
    if (code === CLOSE_ARRAY) return BROKEN;
  }
  scanning.arrays--;
  if (keys.node.path !== NO_PATH) markArray(leaves, keys.node.path);
  return at + 1;
}

/** Behind the mark that some put before UTF-8, which is no part of the text. */
function startOf(bytes: DataView): number {
  return bytes.getUint8(0) === 0xef && bytes.getUint8(1) === 0xbb && bytes.getUint8(2) === 0xbf ? 3 : 0;
}
