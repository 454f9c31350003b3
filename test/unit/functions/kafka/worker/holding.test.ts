import { expect, it } from '@jest/globals';
import type { Consumer } from '@platformatic/kafka';
import { createHolding } from '../../../../../functions/kafka/worker/group/holding.ts';
import type { TopicView } from '../../../../../functions/kafka/worker/group/topics.ts';
import { createLanes } from '../../../../../functions/kafka/worker/lanes/lanes.ts';
import { createTroubles } from '../../../../../functions/kafka/worker/watch/troubles.ts';
import { createManualClock } from '../../../../manual-clock.ts';

const turn = () => new Promise<void>((done) => setImmediate(done));
const viewOf = (id: string, leaders = [1]): TopicView => ({ id, wireId: id, leaders });

/** A group that has committed 7 of the first partition of orders, and answers when it is let. */
function setUp() {
  const clock = createManualClock();
  const views = new Map([['orders', viewOf('first')]]);
  const asked: (() => void)[] = [];
  const calls: Partial<Record<keyof Consumer, unknown>> = {
    listCommittedOffsets: () =>
      new Promise((resolve) => {
        asked.push(() => resolve(new Map([['orders', [7n]]])));
      }),
    listOffsets: async () => new Map([['orders', [0n, 3n]]]),
  };
  const client = calls as Consumer; // no more of it is called
  const options = { clock, random: () => 1, log: () => {} };
  const lanes = createLanes({
    ...options,
    run: async () => [],
    concurrency: 1,
    mayRun: () => true,
    onProgress: () => {},
  });
  const holding = createHolding({
    ...options,
    lanes,
    views: () => views,
    clients: () => ({ member: client, fetcher: client }),
    from: 'earliest',
    troubles: createTroubles(clock, () => {}),
    onLanes: () => {},
  });
  const answer = async () => {
    for (const one of asked.splice(0)) one();
    await turn();
  };
  const held = () => lanes.list().map(({ topicId, position }) => [topicId, position]);
  return { clock, views, lanes, holding, answer, held };
}

it('begins a lane where the group has committed', async () => {
  const { holding, answer, held } = setUp();
  holding.set([{ topic: 'orders', partitions: [0] }], true);
  await answer();
  expect(held()).toEqual([['first', 7n]]);
});

it('begins no lane of a topic that was made again while its start was looked for, but one of the new topic', async () => {
  const { clock, views, holding, answer, held } = setUp();
  holding.set([{ topic: 'orders', partitions: [0] }], true);
  views.set('orders', viewOf('second'));
  holding.check();
  await answer();
  expect(held()).toEqual([]);
  clock.advance(10_000);
  await answer();
  expect(held().map(([id]) => id)).toEqual(['second']);
});

it('begins no lane of a partition that went to another meanwhile, though it came back', async () => {
  const { clock, holding, answer, held } = setUp();
  holding.set([{ topic: 'orders', partitions: [0] }], true);
  holding.set([], true);
  holding.set([{ topic: 'orders', partitions: [0] }], true);
  await answer();
  expect(held()).toEqual([]);
  clock.advance(10_000);
  await answer();
  expect(held()).toEqual([['first', 7n]]);
});

it('begins the others where a partition has neither a leader nor a committed offset, and that one when it has a leader', async () => {
  const { clock, views, holding, answer, held } = setUp();
  views.set('orders', viewOf('first', [1, -1]));
  holding.set([{ topic: 'orders', partitions: [0, 1] }], true);
  await answer();
  expect(held()).toEqual([['first', 7n]]);
  views.set('orders', viewOf('first', [1, 1]));
  clock.advance(10_000);
  await answer();
  expect(held()).toEqual([
    ['first', 7n],
    ['first', 3n],
  ]);
});
