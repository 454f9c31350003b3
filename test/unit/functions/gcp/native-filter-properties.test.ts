import { describe, expect, it } from '@jest/globals';
import { run } from '../../../reference/native/run.ts';
import { withSeed } from '../../../runs.ts';
import { runEventarc } from './native-filter/eventarc.ts';
import { events, uploads } from './native-filter/sources.ts';

const PAIRS = 2_000;

describe(`in at least ${PAIRS} pairs of a generated table and a message`, () => {
  it('the filter of the events topic lets through whatever the router does anything with, and is as exact as it says', () =>
    withSeed((seed) => {
      const { kept, exact, wider, none, claims } = run(events, { pairs: PAIRS, seed });
      expect(Math.min(exact, wider, none)).toBeGreaterThan(0);
      expect(Math.min(kept, claims)).toBeGreaterThan(PAIRS / 50);
    }));

  it('and so does the filter of what Cloud Storage notifies', () =>
    withSeed((seed) => {
      const { kept, exact, wider, none, claims } = run(uploads, { pairs: 2 * PAIRS, seed });
      expect(Math.min(exact, wider, none)).toBeGreaterThan(0);
      expect(Math.min(kept, claims)).toBeGreaterThan(PAIRS / 50);
    }));

  it('Eventarc’s criteria take whatever their route takes, and no more where they are exact', () =>
    withSeed((seed) => {
      const { pairs, taken, exact } = runEventarc(2 * PAIRS, seed);
      expect(pairs).toBeGreaterThan(PAIRS / 2);
      expect(Math.min(taken, exact)).toBeGreaterThan(PAIRS / 50);
    }));

  it('a filter that is narrower is found', () =>
    withSeed((seed) => {
      const narrow: typeof events = {
        ...events,
        compile: () => ({ fit: 'wider', fitOf: () => 'wider', filter: 'attributes.ce-type="a"' }),
      };
      expect(() => run(narrow, { pairs: PAIRS, seed })).toThrow('Narrower');
    }));

  it('and so is one that says that it is exact and is not', () =>
    withSeed((seed) => {
      const boasting: typeof events = {
        ...events,
        compile: () => ({ fit: 'exact', fitOf: () => 'exact', filter: '' }),
      };
      expect(() => run(boasting, { pairs: PAIRS, seed })).toThrow('Not exact');
    }));
});
