import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEventBytes } from '../../../../shared/routing/match/bytes/event-bytes.ts';
import { readNumber } from '../../../../shared/routing/match/bytes/numbers.ts';
import { runs } from '../../../runs.ts';
import { matcherOf } from './matcher-of.ts';

const DIGITS = fc.stringMatching(/^(0|[1-9][0-9]{0,24})$/);
const FRACTION = fc.option(fc.stringMatching(/^\.[0-9]{1,25}$/), { nil: '' });
const EXPONENT = fc.option(fc.stringMatching(/^[eE][+-]?[0-9]{1,3}$/), { nil: '', freq: 5 });
const SIGN = fc.constantFrom('', '-');
/** Texts of numbers as JSON has them; and those of coordinates, whose digits a double just holds or just not. */
const NUMBER = fc.oneof(
  fc.tuple(SIGN, DIGITS, FRACTION, EXPONENT).map((parts) => parts.join('')),
  fc.stringMatching(/^-?[1-9][0-9]{0,2}\.[0-9]{13,17}$/),
  fc.stringMatching(/^-?[1-9][0-9]{14,19}$/),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
);

const load = createEventBytes();

function read(text: string, bounds: readonly number[] | undefined): number {
  const event = load(Buffer.from(`{"a":${text}}`));
  return readNumber(event, 5, 5 + text.length, bounds && Float64Array.from(bounds).sort());
}

describe('a number in bytes', () => {
  it('is exact where no bounds are given', () => {
    const property = fc.property(NUMBER, (text) => expect(read(text, undefined)).toBe(Number(text)));
    fc.assert(property, { numRuns: runs(6_000) });
  });

  it('lies on its own side of each bound, or at it', () => {
    const property = fc.property(
      NUMBER,
      fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 4 }),
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 3 }),
      (text, steps, far) => {
        const value = Number(text);
        const bounds = [...far, ...steps.map((step) => beside(value, step))].filter(Number.isFinite);
        const got = read(text, bounds);
        expect(bounds.map((bound) => Math.sign(got - bound) || 0)).toEqual(
          bounds.map((bound) => Math.sign(value - bound) || 0),
        );
        // What is as near as its own rounding is exact.
        if (steps.some((step) => Math.abs(step) <= 1)) expect(got).toBe(value);
      },
    );
    fc.assert(property, { numRuns: runs(6_000) });
  });

  it('meets the same rules as its value', () => {
    const property = fc.property(
      fc.array(NUMBER, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: -2, max: 2 }),
      (texts, step) => {
        const values = texts.map((text) => beside(Number(text), step)).filter(Number.isFinite);
        const rules = values.flatMap((value) => [
          { a: [value] },
          { a: [{ numeric: ['=', value] }] },
          { a: [{ numeric: ['<', value] }] },
          { a: [{ numeric: ['>=', value] }] },
          { a: [{ 'anything-but': [value] }], b: [{ numeric: ['<=', value] }] },
        ]);
        const matcher = matcherOf(...rules);
        for (const text of texts) {
          const event = `{"a":${text},"b":[${texts.join()}]}`;
          expect(matcher.matchBytes(Buffer.from(event))).toEqual(matcher.match(JSON.parse(event)));
        }
      },
    );
    fc.assert(property, { numRuns: 400 });
  });

  it('is never above the highest nor below the lowest', () => {
    const highest = Number.MAX_VALUE;
    const matcher = matcherOf(
      { a: [{ numeric: ['>', highest] }] },
      { a: [{ numeric: ['<', -highest] }] },
      { a: [{ numeric: ['>=', highest] }] },
    );
    for (const [value, expected] of [
      [highest, [2]],
      [-highest, []],
      [0, []],
    ] as const) {
      expect(matcher.match({ a: value })).toEqual(expected);
      expect(matcher.matchBytes(Buffer.from(JSON.stringify({ a: value })))).toEqual(expected);
    }
  });
});

/** The double that is so many doubles further up, or down. */
function beside(value: number, steps: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0) + BigInt(value < 0 ? -steps : steps);
  view.setBigUint64(0, bits < 0n ? 0n : bits);
  return value < 0 ? -view.getFloat64(0) : view.getFloat64(0);
}
