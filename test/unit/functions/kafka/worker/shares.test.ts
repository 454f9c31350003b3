import { expect, it } from '@jest/globals';
import { createLanesWorld } from './lanes-world.ts';

it('gives each partition its turn after one event where there are fewer handlers than partitions', async () => {
  const { send, settle, elapse, over, wrong } = createLanesWorld(4, 2);
  for (const partition of [0, 1, 2])
    send(
      partition,
      Array.from({ length: 100 }, (_, index) => ({ subject: `${index}`, takes: 1_000 })),
    );
  send(3, [{ subject: 'quick' }]);
  await settle();
  for (let seconds = 0; seconds < 30; seconds++) await elapse(1_000);
  const overOf = (partition: number) => [...over].filter((id) => id.startsWith(`${partition}/`)).length;
  expect([0, 1, 2, 3].map(overOf)).toEqual([20, 20, 20, 1]);
  expect(wrong).toEqual([]);
});
