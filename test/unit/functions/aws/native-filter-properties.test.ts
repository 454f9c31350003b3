import { describe, expect, it } from '@jest/globals';
import { withSeed } from '../../../runs.ts';
import { run } from './native-filter/run.ts';
import { inAFullTopic, inATopic, onTheBus, onTheFullBus } from './native-filter/trials.ts';
import { inTheQueue } from './native-filter/uploads.ts';

const PAIRS = 2_000;
const PAIRS_OF_LARGE_TABLES = 600;

describe(`in ${PAIRS} pairs of a generated table and an event`, () => {
  it('the pattern for the bus lets through whatever the router does anything with, and no more where it is exact', () =>
    withSeed((seed) => {
      const { pairs, kept, checkedExactly, fits } = run(onTheBus, PAIRS, seed);
      expect(pairs).toBeGreaterThanOrEqual(PAIRS);
      expect(Math.min(kept, checkedExactly)).toBeGreaterThan(PAIRS / 50);
      expect(Math.min(fits.exact ?? 0, fits.wider ?? 0)).toBeGreaterThan(0);
    }));

  it('the filters for a topic do so too', () =>
    withSeed((seed) => {
      const { pairs, kept, checkedExactly, fits } = run(inATopic, PAIRS, seed);
      expect(pairs).toBeGreaterThanOrEqual(PAIRS);
      expect(Math.min(kept, checkedExactly)).toBeGreaterThan(PAIRS / 50);
      expect(Math.min(fits.exact ?? 0, fits.wider ?? 0, fits.none ?? 0)).toBeGreaterThan(0);
    }));

  it('and so do the filters for the queue of uploads', () =>
    withSeed((seed) => {
      const { pairs, kept, checkedExactly, fits } = run(inTheQueue, PAIRS, seed);
      expect(pairs).toBeGreaterThanOrEqual(PAIRS);
      expect(Math.min(kept, checkedExactly)).toBeGreaterThan(PAIRS / 50);
      expect(Math.min(fits.exact ?? 0, fits.wider ?? 0, fits.none ?? 0)).toBeGreaterThan(0);
    }));

  it('the pattern for the bus is not narrower where the conditions are over its limits, and never over them itself', () =>
    withSeed((seed) => {
      const { pairs, kept, fits } = run(onTheFullBus, PAIRS_OF_LARGE_TABLES, seed);
      expect(pairs).toBeGreaterThanOrEqual(PAIRS_OF_LARGE_TABLES);
      expect(Math.min(kept, fits.wider ?? 0)).toBeGreaterThan(0);
    }));

  it('nor are the filters for a topic', () =>
    withSeed((seed) => {
      const { pairs, kept, fits } = run(inAFullTopic, PAIRS_OF_LARGE_TABLES, seed);
      expect(pairs).toBeGreaterThanOrEqual(PAIRS_OF_LARGE_TABLES);
      expect(Math.min(kept, fits.wider ?? 0)).toBeGreaterThan(0);
    }));
});
