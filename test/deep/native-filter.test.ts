import { describe, expect, it } from '@jest/globals';
import { run } from '../reference/native/run.ts';
import { withSeed } from '../runs.ts';
import * as azure from '../unit/functions/azure/native-filter/sources.ts';
import { runEventarc } from '../unit/functions/gcp/native-filter/eventarc.ts';
import * as gcp from '../unit/functions/gcp/native-filter/sources.ts';

const PAIRS = 60_000;
/** Of a table that no upload is for there are no pairs, and of a route that Eventarc has no criteria for. */
const [DRAWN_UPLOADS, DRAWN_OBJECTS] = [1.4 * PAIRS, 2.6 * PAIRS];
const TIMEOUT = 10 * 60_000;

describe(`in about ${PAIRS} pairs of a generated table and a message`, () => {
  it.each([
    ['the events topic of gcp', (seed: number) => run(gcp.events, { pairs: PAIRS, seed })],
    ['the uploads topic of gcp', (seed: number) => run(gcp.uploads, { pairs: DRAWN_UPLOADS, seed })],
    ['the custom topic of azure', (seed: number) => run(azure.events, { pairs: PAIRS, seed })],
    ['the system topic of azure', (seed: number) => run(azure.uploads, { pairs: DRAWN_UPLOADS, seed })],
  ])(
    'the filter of %s is never narrower than the router, and as exact as it says',
    (name, hold) =>
      withSeed((seed) => {
        const counts = hold(seed);
        process.stdout.write(`\n${name}: ${JSON.stringify(counts)}\n`);
        expect(counts.pairs).toBeGreaterThan(50_000);
        expect(Math.min(counts.exact, counts.wider, counts.none)).toBeGreaterThan(50);
      }),
    TIMEOUT,
  );

  it(
    'Eventarc’s criteria are so too',
    () =>
      withSeed((seed) => {
        const counts = runEventarc(DRAWN_OBJECTS, seed);
        process.stdout.write(`\nEventarc: ${JSON.stringify(counts)}\n`);
        expect(counts.pairs).toBeGreaterThan(50_000);
        expect(Math.min(counts.taken, counts.exact, counts.kept)).toBeGreaterThan(50);
      }),
    TIMEOUT,
  );
});
