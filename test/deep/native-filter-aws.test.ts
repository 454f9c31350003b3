import { describe, expect, it } from '@jest/globals';
import { run } from '../unit/functions/aws/native-filter/run.ts';
import { inAFullTopic, inATopic, onTheBus, onTheFullBus } from '../unit/functions/aws/native-filter/trials.ts';
import { inTheQueue } from '../unit/functions/aws/native-filter/uploads.ts';

const PAIRS = 60_000;
const PAIRS_OF_LARGE_TABLES = 6_000;
const TIMEOUT = 10 * 60_000;

describe(`AWS’s own filters of generated tables, in ${PAIRS} pairs of a table and an event for each source`, () => {
  it.each([
    ['the bus', () => run(onTheBus, PAIRS), PAIRS],
    ['a topic', () => run(inATopic, PAIRS), PAIRS],
    ['the queue of uploads', () => run(inTheQueue, PAIRS), PAIRS],
    ['the bus, of tables over its limits', () => run(onTheFullBus, PAIRS_OF_LARGE_TABLES), PAIRS_OF_LARGE_TABLES],
    ['a topic, of tables over its limits', () => run(inAFullTopic, PAIRS_OF_LARGE_TABLES), PAIRS_OF_LARGE_TABLES],
  ] as const)(
    'are never narrower than the router, and exact where they say so: for %s',
    (_, hold, least) => {
      const { pairs, kept, fits } = hold();
      expect(pairs).toBeGreaterThanOrEqual(least);
      expect(Math.min(kept, fits.wider ?? 0)).toBeGreaterThan(least / 100);
    },
    TIMEOUT,
  );
});
