import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Range } from '../../../../shared/routing/match/condition.ts';
import { createRangeIndex } from '../../../../shared/routing/match/index/range-index.ts';
import { isWithin } from '../../../../shared/routing/match/test-leaf.ts';
import { runs } from '../../../runs.ts';
import { hits } from './hits.ts';

const END = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom(-0, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const RANGE = fc
  .record({ a: END, b: END, lowOpen: fc.boolean(), highOpen: fc.boolean() })
  .filter(({ a, b }) => a !== b)
  .map(
    ({ a, b, lowOpen, highOpen }): Range => ({
      kind: 'numeric',
      low: Math.min(a, b),
      lowOpen,
      high: Math.max(a, b),
      highOpen,
    }),
  );

describe('an index of ranges', () => {
  it('finds those in which a number lies, at their ends and beyond', () => {
    const property = fc.property(fc.array(RANGE, { maxLength: 40 }), fc.array(END), (ranges, values) => {
      const index = createRangeIndex(ranges.map((range, id) => ({ range, id })));
      const ends = ranges.flatMap(({ low, high }) => [low, high, low / 2 + high / 2]);
      for (const value of [...values, ...ends, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 0, -0]) {
        expect(hits(index, value)).toEqual(ranges.flatMap((range, id) => (isWithin(value, range) ? [id] : [])));
      }
    });
    fc.assert(property, { numRuns: runs(500) });
  });

  it('calls back once for each hit', () => {
    const ranges = Array.from(
      { length: 200 },
      (_, id): Range => ({ kind: 'numeric', low: -id - 1, lowOpen: false, high: id + 1, highOpen: true }),
    );
    const index = createRangeIndex(ranges.map((range, id) => ({ range, id })));
    const calls: number[] = [];
    index.find(0, (id) => calls.push(id));
    expect(calls).toHaveLength(200);
  });
});
