import { describe, expect, it } from '@jest/globals';
import { run } from '../../../reference/native/run.ts';
import { events, uploads } from './native-filter/sources.ts';

const PAIRS = 2_000;

describe(`in at least ${PAIRS} pairs of a generated table and a message`, () => {
  it('the filter of the events topic lets through whatever the router does anything with, and is as exact as it says', () => {
    const { kept, exact, wider, none, claims } = run(events, { pairs: PAIRS });
    expect(Math.min(exact, wider, none)).toBeGreaterThan(2);
    expect(Math.min(kept, claims)).toBeGreaterThan(PAIRS / 50);
  });

  it('and so does the filter of what Cloud Storage notifies', () => {
    const { kept, exact, wider, none, claims } = run(uploads, { pairs: 2 * PAIRS });
    expect(Math.min(exact, wider, none)).toBeGreaterThan(2);
    expect(Math.min(kept, claims)).toBeGreaterThan(PAIRS / 50);
  });
});
