import { describe, expect, it } from '@jest/globals';
import { withSeed } from '../runs.ts';
import { run } from '../unit/functions/aws/native-filter/run.ts';
import { inAFullTopic, inATopic, onTheBus, onTheFullBus } from '../unit/functions/aws/native-filter/trials.ts';
import { inTheQueue } from '../unit/functions/aws/native-filter/uploads.ts';

const PAIRS = 60_000;
const PAIRS_OF_LARGE_TABLES = 6_000;
const TIMEOUT = 10 * 60_000;

describe(`AWS’s own filters of generated tables, in ${PAIRS} pairs of a table and an event for each source`, () => {
  it.each([
    ['the bus', (seed: number) => run(onTheBus, PAIRS, seed), PAIRS],
    ['a topic', (seed: number) => run(inATopic, PAIRS, seed), PAIRS],
    ['the queue of uploads', (seed: number) => run(inTheQueue, PAIRS, seed), PAIRS],
    [
      'the bus, of tables over its limits',
      (seed: number) => run(onTheFullBus, PAIRS_OF_LARGE_TABLES, seed),
      PAIRS_OF_LARGE_TABLES,
    ],
    [
      'a topic, of tables over its limits',
      (seed: number) => run(inAFullTopic, PAIRS_OF_LARGE_TABLES, seed),
      PAIRS_OF_LARGE_TABLES,
    ],
  ] as const)(
    'are never narrower than the router, and exact where they say so: for %s',
    (name, hold, least) =>
      withSeed((seed) => {
        const { pairs, kept, fits } = hold(seed);
        process.stdout.write(`\n${name} of aws: ${JSON.stringify({ pairs, kept, ...fits })}\n`);
        expect(pairs).toBeGreaterThanOrEqual(least);
        expect(Math.min(kept, fits.wider ?? 0)).toBeGreaterThan(least / 100);
      }),
    TIMEOUT,
  );
});
