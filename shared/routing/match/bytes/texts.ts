import { toAtom } from './atom.ts';
import type { EventBytes } from './event-bytes.ts';

/** Reads the text of a string that was found to be right, from behind its opening quote to its closing one. */
export type ReadText = (event: EventBytes, start: number, end: number) => string;

/** How many texts are remembered, and up to what length: types, sources and names come again and again. */
const SLOTS = 4_096;
const LONGEST = 60;
/** A text's length and its bytes, four at a time: all in one array, since to go from object to object takes longer than to compare. */
const SLOT_SIZE = 16;

type Known = {
  readonly bytes: Int32Array;
  readonly texts: string[];
  /** How often the text was asked for, up to the second time. */
  readonly asked: Uint8Array;
};

/** A new text takes the place of the one that falls on the same. */
export function createTexts(): ReadText {
  let known: Known | undefined;
  return (event, start, end) => {
    const length = end - start;
    if (length > LONGEST || length < 4) return toText(event, start, end);
    known ??= createKnown();
    const slot = hashOf(event.view, start, end) & (SLOTS - 1);
    if (!isAt(known.bytes, slot * SLOT_SIZE, event.view, start, length))
      return remember(known, slot, event, start, end);
    return known.asked[slot] === 2 ? (known.texts[slot] ?? '') : settle(known, slot);
  };
}

function createKnown(): Known {
  const texts = Array.from({ length: SLOTS }, () => '');
  return { bytes: new Int32Array(SLOTS * SLOT_SIZE), texts, asked: new Uint8Array(SLOTS) };
}

function isAt(bytes: Int32Array, from: number, view: DataView, start: number, length: number): boolean {
  if (bytes[from] !== length) return false;
  let index = from;
  for (let at = start; at <= start + length - 4; at += 4) if (bytes[++index] !== view.getInt32(at, true)) return false;
  // The last four once more, whatever of them was compared.
  return bytes[from + SLOT_SIZE - 1] === view.getInt32(start + length - 4, true);
}

function remember(known: Known, slot: number, event: EventBytes, start: number, end: number): string {
  const text = toText(event, start, end);
  let index = slot * SLOT_SIZE;
  known.bytes[index + SLOT_SIZE - 1] = event.view.getInt32(end - 4, true);
  known.bytes[index] = end - start;
  for (let at = start; at <= end - 4; at += 4) known.bytes[++index] = event.view.getInt32(at, true);
  known.texts[slot] = text;
  known.asked[slot] = 1;
  return text;
}

/** A text that comes again is likely to come often. */
function settle(known: Known, slot: number): string {
  const atom = toAtom(known.texts[slot] ?? '');
  known.texts[slot] = atom;
  known.asked[slot] = 2;
  return atom;
}

/** From the first, the middle and the last four bytes: texts that differ elsewhere alone share their places. */
function hashOf(view: DataView, start: number, end: number): number {
  const middle = Math.min(start + ((end - start) >> 1), end - 4);
  let hash = Math.imul(view.getInt32(start, true) ^ (end - start), 0x9e3779b1) ^ view.getInt32(middle, true);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) ^ view.getInt32(end - 4, true);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function toText({ bytes }: EventBytes, start: number, end: number): string {
  for (let at = start; at < end; at++) {
    const code = bytes[at] ?? 0;
    if (code === 0x5c || code >= 0x80) return String(JSON.parse(bytes.toString('utf8', start - 1, end + 1)));
  }
  return bytes.toString('latin1', start, end);
}
