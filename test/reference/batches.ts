import fc from 'fast-check';
import { ALPHABETS, type Alphabet } from './alphabets.ts';
import { events } from './events.ts';
import type { Json } from './json.ts';
import { patterns } from './patterns.ts';
import { spell } from './spell.ts';

/** Patterns and events of one alphabet, each also as it is written. */
export type Batch = {
  readonly alphabet: string;
  readonly patterns: readonly Written[];
  readonly events: readonly Written[];
};
export type Written = { readonly value: Json; readonly text: string };

export type BatchSize = { readonly patterns: number; readonly events: number };

/** `value` is what JSON.parse makes of the text, with no part shared. */
export function batches(size: BatchSize): fc.Arbitrary<Batch> {
  return fc.oneof(...ALPHABETS.map((alphabet) => batchesOf(alphabet, size)));
}

function batchesOf(alphabet: Alphabet, size: BatchSize): fc.Arbitrary<Batch> {
  const exactly = (length: number) => ({ minLength: length, maxLength: length });
  const parts = {
    patterns: fc.array(written(patterns(alphabet), false), exactly(size.patterns)),
    events: fc.array(written(events(alphabet), true), exactly(size.events)),
  };
  // Thousands of lines of JSON would hide what a failing test has to say.
  const show = () => `a batch of the alphabet "${alphabet.name}"`;
  return fc.record(parts).map((batch) => ({ ...batch, alphabet: alphabet.name, [fc.toStringMethod]: show }));
}

function written(json: fc.Arbitrary<Json>, shuffle: boolean): fc.Arbitrary<Written> {
  return fc.tuple(json, fc.oneof(fc.constant(0), fc.nat())).map(([value, seed]) => {
    const text = spell(value, { seed, shuffle });
    return { text, value: JSON.parse(text) as Json }; // what JSON.parse gives
  });
}
