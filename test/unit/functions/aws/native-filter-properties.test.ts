import { describe, expect, it } from '@jest/globals';
import { run } from './native-filter/run.ts';
import { inATopic, onTheBus } from './native-filter/trials.ts';

const PAIRS = 2_000;

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
});
