import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CLOUDS } from '../../simulation/clouds/cloud.ts';
import { showCounts } from '../../simulation/counts.ts';
import { FAULTS } from '../../simulation/faults.ts';
import { MUTANTS } from '../../simulation/mutants.ts';
import { POINTS } from '../../simulation/points.ts';
import { runSeeds, showFound } from '../../simulation/run-seeds.ts';
import { simulate } from '../../simulation/simulate.ts';

const SEEDS = 500;
/** A slow machine may need a while. */
const TIMEOUT = 180_000;

const all = runSeeds({ from: 0, to: SEEDS });

describe(`in ${SEEDS} worlds of simulated clouds, whatever fails in them`, () => {
  it(
    'nothing is lost, nothing doubled, no order broken, and every order has one end',
    async () => {
      const { found, counts } = await all;
      process.stdout.write(`\n${showCounts(counts)}\n`);
      expect(showFound(found)).toBe('');
      expect(counts.get('seeds: all')).toBe(SEEDS);
    },
    TIMEOUT,
  );

  it.each(POINTS)('some process died %s', async (point) => {
    expect((await all).counts.get(`deaths: ${point}`)).toBeGreaterThan(0);
  });

  it.each(FAULTS)('some call had the fault: %s', async (fault) => {
    expect((await all).counts.get(`faults: ${fault}`)).toBeGreaterThan(0);
  });

  it.each([
    'orders: shipped',
    'orders: cancelled',
    'events: lost at the producer',
    'deliveries: again',
    'deliveries: doubled',
    'deliveries: given up by the platform',
    'letters: given-up',
    'letters: attempts-exhausted',
    'letters: redriven',
    'processes: told to end',
    ...CLOUDS.map((cloud) => `seeds: ${cloud}`),
  ])('there were %s', async (count) => {
    expect((await all).counts.get(count)).toBeGreaterThan(0);
  });
});

describe('a seed', () => {
  it.each(CLOUDS.map((cloud, seed) => [seed, cloud] as const))('%i, on %s, is the same world twice', async (seed) => {
    const first = await traceOf(seed);
    expect(await traceOf(seed)).toEqual(first);
    expect(await traceOf(seed + CLOUDS.length)).not.toEqual(first);
  });
});

async function traceOf(seed: number): Promise<string> {
  const hash = createHash('sha256');
  await simulate(seed, { log: (line) => void hash.update(`${line}\n`) });
  return hash.digest('hex');
}

describe('the checker', () => {
  it.each(MUTANTS)(
    'finds what goes wrong without %s',
    async (mutant) => {
      const { found } = await runSeeds({ from: 0, to: SEEDS, mutant, stopAfter: 1 });
      process.stdout.write(`\nwithout ${mutant}: ${showFound(found, mutant)}\n`);
      expect(found).toHaveLength(1);
    },
    TIMEOUT,
  );
});
