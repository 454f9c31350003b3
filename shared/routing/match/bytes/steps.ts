import { BROKEN } from './broken.ts';
import { findKey, type Key, type KeyTable, NO_KEY } from './keys.ts';
import { endOfPlain, skipString } from './skip-string.ts';
import { type Stretch, standsAt, toStretch } from './stretch.ts';

/**
 * A member's name as it stood in an event, with its quote. Most events have the names of the one before, in the same order: each name
 * remembers the one that came after it, so that it is usually known by one comparison, and need not be read.
 */
export type Step = {
  readonly bytes: Stretch;
  /** Where it leads, if a rule looks there. */
  readonly key: Key | undefined;
  next: Step | undefined;
  /** The value that came behind the colon the last time, if no rule looks there: much of what a sender writes is always the same. */
  usual: Stretch | undefined;
  /** How often another value came. */
  misses: number;
};

/** The names that were met at one place of the path tree, and how many were made of them. */
export type Steps = { first: Step | undefined; readonly byLength: Step[][]; made: number };

/** Only the event's value can tell. */
export const AGAIN = -2;

const LENGTHS = 64;
/** How many names of one length are looked through: an event may bring any number of them. */
const MOST_ALIKE = 8;
/** After so many all are forgotten: each keeps those that came after it, in events that may never come again. */
const MOST_MADE = 4_096;
/** Longer names are not remembered. */
const LONGEST = 256;

/** The step for the name that begins here and was not expected; BROKEN or AGAIN when there is none. */
export function findStep(keys: KeyTable, bytes: DataView, from: number): Step | number {
  const plain = endOfPlain(bytes, from);
  const isPlain = bytes.getUint8(plain) === 0x22;
  const end = isPlain ? plain + 1 : skipString(bytes, plain);
  if (end < 0) return BROKEN;
  const alike = alikeIn(keys.steps, (end - from) % LENGTHS);
  for (const step of alike) if (step.bytes.length === end - from && standsAt(step.bytes, bytes, from)) return step;
  const key = findKey(keys, bytes, { start: from, end, isPlain });
  if (key === undefined) return AGAIN;
  const step = {
    bytes: toName(bytes, from, end),
    key: key === NO_KEY ? undefined : key,
    next: undefined,
    usual: undefined,
    misses: 0,
  };
  if (++keys.steps.made > MOST_MADE) forget(keys.steps);
  else if (alike.length < MOST_ALIKE && end - from <= LONGEST) alike.push(step);
  return step;
}

function toName(bytes: DataView, from: number, end: number): Stretch {
  const length = end - from;
  // Without bytes it stands nowhere.
  if (length > LONGEST) return { fours: new Int32Array(), length, mask: 0 };
  return toStretch(new Uint8Array(bytes.buffer, bytes.byteOffset + from, length));
}

function forget(steps: Steps): void {
  steps.first = undefined;
  steps.byLength.length = 0;
  steps.made = 0;
}

function alikeIn({ byLength }: Steps, length: number): Step[] {
  const alike = byLength[length] ?? [];
  byLength[length] = alike;
  return alike;
}
