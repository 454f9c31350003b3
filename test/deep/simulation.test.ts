import { describe, expect, it } from '@jest/globals';
import { showCounts } from '../simulation/counts.ts';
import { runSeeds, showFound } from '../simulation/run-seeds.ts';

const FROM = 1_000;
const SEEDS = 20_000;
const TIMEOUT = 30 * 60_000;

describe(`in ${SEEDS} more worlds of simulated clouds, whatever fails in them`, () => {
  it(
    'nothing is lost, nothing doubled, no order broken, and every order has one end',
    async () => {
      const { found, counts } = await runSeeds({ from: FROM, to: FROM + SEEDS });
      process.stdout.write(`\n${showCounts(counts)}\n`);
      expect(showFound(found)).toBe('');
      expect(counts.get('seeds: all')).toBe(SEEDS);
    },
    TIMEOUT,
  );
});
