import { expect, it } from '@jest/globals';
import type { Consumer } from '@platformatic/kafka';
import { watchTopics } from '../../../../../functions/kafka/worker/group/topic-watch.ts';
import { createTroubles } from '../../../../../functions/kafka/worker/watch/troubles.ts';
import { createManualClock } from '../../../../manual-clock.ts';

const turn = () => new Promise<void>((done) => setImmediate(done));

it('looks at the topics soon after somebody asks, however often others ask in the meantime', async () => {
  const clock = createManualClock();
  let looks = 0;
  const watch = watchTopics({
    topics: ['orders'],
    client: () => {
      looks += 1;
      return undefined;
    },
    clock,
    troubles: createTroubles(clock, () => {}),
    onChange: () => {},
  });
  clock.advance(0);
  await turn();
  expect(looks).toBe(1);
  for (let asked = 0; asked < 20; asked += 1) {
    watch.lookNow();
    clock.advance(100);
    await turn();
  }
  // Two seconds, of which each quarter allows for one.
  expect(looks).toBeGreaterThanOrEqual(6);
  expect(looks).toBeLessThanOrEqual(9);
});

it('says which partitions of a topic have no leader, until they have one', async () => {
  const clock = createManualClock();
  const troubles = createTroubles(clock, () => {});
  let leaders = [1, -1, -1];
  const calls: Partial<Record<keyof Consumer, unknown>> = {
    metadata: async () => ({
      topics: new Map([['orders', { id: 'id', partitions: leaders.map((leader) => ({ leader })) }]]),
    }),
    listApis: async () => [],
  };
  const client = calls as Consumer; // no more of it is called
  const watch = watchTopics({ topics: ['orders'], client: () => client, clock, troubles, onChange: () => {} });
  clock.advance(0);
  await turn();
  expect(troubles.list()).toEqual([
    expect.stringContaining('leader-not-available: The partition has no leader (topic orders, partitions 1, 2): wait'),
  ]);
  expect(troubles.isLoud()).toBe(false);
  leaders = [1, 1, 1];
  watch.lookNow();
  clock.advance(250);
  await turn();
  expect(troubles.list()).toEqual([]);
});
