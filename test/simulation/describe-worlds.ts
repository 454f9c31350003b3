import { describe, expect, it } from '@jest/globals';
import { showCounts } from './counts.ts';
import { runSeeds, showFound } from './run-seeds.ts';

const TIMEOUT = 30 * 60_000;

/** A test that lives through so many seeds, from `from` on, and finds nothing wrong in any. */
export function describeWorlds(from: number, seeds: number): void {
  describe(`in ${seeds} more worlds of simulated clouds, whatever fails in them`, () => {
    it(
      'nothing is lost, nothing doubled, no order broken, and every order has one end',
      async () => {
        const { found, counts } = await runSeeds({ from, to: from + seeds });
        process.stdout.write(`\n${showCounts(counts)}\n`);
        expect(showFound(found)).toBe('');
        expect(counts.get('seeds: all')).toBe(seeds);
      },
      TIMEOUT,
    );
  });
}
