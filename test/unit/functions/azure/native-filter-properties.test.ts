import { describe, expect, it } from '@jest/globals';
import { run } from '../../../reference/native/run.ts';
import { withSeed } from '../../../runs.ts';
import { events, uploads } from './native-filter/sources.ts';

const PAIRS = 2_000;

describe(`in at least ${PAIRS} pairs of a generated table and an event`, () => {
  it('one of the subscriptions of the custom topic takes whatever the router does anything with, and they are as exact as they say', () =>
    withSeed((seed) => {
      const { kept, exact, wider, none, claims } = run(events, { pairs: 3 * PAIRS, seed });
      expect(Math.min(exact, wider, none)).toBeGreaterThan(0);
      expect(Math.min(kept, claims)).toBeGreaterThan(PAIRS / 50);
    }));

  it('and so do those of the system topic', () =>
    withSeed((seed) => {
      const { kept, exact, wider, none, claims } = run(uploads, { pairs: 2 * PAIRS, seed });
      expect(Math.min(exact, wider, none)).toBeGreaterThan(0);
      expect(Math.min(kept, claims)).toBeGreaterThan(PAIRS / 50);
    }));

  it('an event that two subscriptions take is found', () =>
    withSeed((seed) => {
      const twice: typeof events = {
        ...events,
        compile: () => ({
          fit: 'none',
          fitOf: () => undefined,
          subscriptions: ['one', 'other'].map((name) => ({ name, advancedFilters: [] })),
        }),
      };
      expect(() => run(twice, { pairs: PAIRS, seed })).toThrow('Two subscriptions');
    }));
});
