import { expect, it } from '@jest/globals';
import { createBackOff } from '../../../../../functions/kafka/worker/back-off.ts';
import { createBlocks } from '../../../../../functions/kafka/worker/blocks.ts';
import { createManualClock } from '../../../../manual-clock.ts';

it('waits twice as long each time, within bounds, and less after it worked', () => {
  const backOff = createBackOff(() => 1);
  expect([1, 2, 3].map(() => backOff.next())).toEqual([100, 200, 400]);
  expect(Array.from({ length: 20 }, () => backOff.next()).at(-1)).toBe(10_000);
  backOff.reset();
  expect([backOff.next(), createBackOff(() => 0).next()]).toEqual([100, 50]);
});

it('tries seldom what no waiting mends', () => {
  expect(createBackOff(() => 1).next(true)).toBe(30_000);
});

it('frees what was blocked once its time is over, and says so', () => {
  const clock = createManualClock();
  let freed = 0;
  const blocks = createBlocks(
    clock,
    () => 1,
    () => {
      freed += 1;
    },
  );
  blocks.block('a');
  clock.advance(99);
  expect([blocks.isBlocked('a'), blocks.isBlocked('b'), freed]).toEqual([true, false, 0]);
  clock.advance(1);
  expect([blocks.isBlocked('a'), freed]).toEqual([false, 1]);
});
