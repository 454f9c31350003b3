import { expect } from '@jest/globals';

/** How often a property is tried: so often by the tests of `npm run test:deep`, and a quarter as often in `npm test`. */
export function runs(often: number): number {
  const { testPath = '' } = expect.getState();
  return testPath.includes('/test/deep/') ? often : Math.ceil(often / 4);
}

/** Gives a seed of its own to a property; whatever fails then, also a count of what the property met, names the seed. */
export function withSeed<Found>(check: (seed: number) => Found): Found {
  const seed = Date.now() | 0;
  try {
    return check(seed);
  } catch (cause) {
    throw new Error(`With seed ${seed}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
