import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { batches } from '../reference/batches.ts';
import { addUp, type Comparison, compare } from '../reference/compare.ts';

const PAIRS = 600_000;
const SIZE = { patterns: 20, events: 50 };
const TIMEOUT = 10 * 60_000;

describe(`in ${PAIRS} pairs of a generated pattern and a generated event`, () => {
  it(
    'a matcher answers as the reference does, for objects and for bytes',
    () => {
      const seen: Comparison[] = [];
      const property = fc.property(batches(SIZE), (batch) => {
        const { differences, ...counts } = compare(batch);
        seen.push({ ...counts, differences: [] });
        expect(differences).toEqual([]);
      });
      // A failure names its pair; to shrink all the others around it would take minutes.
      fc.assert(property, { numRuns: PAIRS / (SIZE.patterns * SIZE.events), endOnFailure: true });
      const { pairs, matched, refused } = addUp(seen);
      process.stdout.write(`\n${pairs} pairs: ${matched} matched, ${refused} refused\n`);
      expect(pairs).toBe(PAIRS);
    },
    TIMEOUT,
  );
});
