import { describe, expect, it } from '@jest/globals';
import { run } from './native-filter/run.ts';
import { inAFullTopic, inATopic, onTheBus, onTheFullBus } from './native-filter/trials.ts';
import { inTheQueue } from './native-filter/uploads.ts';

const PAIRS = 2_000;
const PAIRS_OF_LARGE_TABLES = 600;

describe(`in ${PAIRS} pairs of a generated table and an event`, () => {
  it('the pattern for the bus lets through whatever the router does anything with, and no more where it is exact', () => {
    const { pairs, kept, checkedExactly, fits } = run(onTheBus, PAIRS);
    expect(pairs).toBeGreaterThanOrEqual(PAIRS);
    expect(Math.min(kept, checkedExactly, fits.exact ?? 0, fits.wider ?? 0)).toBeGreaterThan(PAIRS / 50);
  });

  it('the filters for a topic do so too', () => {
    const { pairs, kept, checkedExactly, fits } = run(inATopic, PAIRS);
    expect(pairs).toBeGreaterThanOrEqual(PAIRS);
    expect(Math.min(kept, checkedExactly, fits.exact ?? 0, fits.wider ?? 0, fits.none ?? 0)).toBeGreaterThan(
      PAIRS / 50,
    );
  });

  it('and so do the filters for the queue of uploads', () => {
    const { pairs, kept, checkedExactly, fits } = run(inTheQueue, PAIRS);
    expect(pairs).toBeGreaterThanOrEqual(PAIRS);
    expect(Math.min(kept, checkedExactly, fits.exact ?? 0, fits.wider ?? 0, fits.none ?? 0)).toBeGreaterThan(
      PAIRS / 50,
    );
  });

  it('the pattern for the bus is not narrower where the conditions are over its limits, and never over them itself', () => {
    const { pairs, kept, fits } = run(onTheFullBus, PAIRS_OF_LARGE_TABLES);
    expect(pairs).toBeGreaterThanOrEqual(PAIRS_OF_LARGE_TABLES);
    expect(Math.min(kept, fits.wider ?? 0)).toBeGreaterThan(PAIRS_OF_LARGE_TABLES / 50);
  });

  it('nor are the filters for a topic', () => {
    const { pairs, kept, fits } = run(inAFullTopic, PAIRS_OF_LARGE_TABLES);
    expect(pairs).toBeGreaterThanOrEqual(PAIRS_OF_LARGE_TABLES);
    expect(Math.min(kept, fits.wider ?? 0)).toBeGreaterThan(PAIRS_OF_LARGE_TABLES / 50);
  });
});
