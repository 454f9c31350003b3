import { describe, expect, it } from '@jest/globals';
import { planFetches, toFetchRequest } from '../../../../../functions/kafka/worker/fetch/fetch-plan.ts';
import { append, type Lane } from '../../../../../functions/kafka/worker/lanes/lane.ts';
import { arrivals, laneAt } from './any-record.ts';

const views = new Map([['orders', { id: 'id', wireId: 'wire', leaders: [1, 2, 1, -1] }]]);
const lanes = [0, 1, 2, 3, 4].map((partition) => laneAt(7n, { partition }));
const toPlan = (of: readonly Lane[], blocked: readonly Lane[] = []) =>
  [...planFetches(of, views, (lane) => blocked.includes(lane))].map(([node, list]) => [
    node,
    list.map(({ partition }) => partition),
  ]);

describe('what is fetched', () => {
  it('is asked of the broker that leads it; what has no leader, or is not known yet, waits', () => {
    expect(toPlan(lanes)).toEqual([
      [1, [0, 2]],
      [2, [1]],
    ]);
  });

  it('is not what is full, or must wait after a failure, or is of a topic that is another now', () => {
    const full = laneAt(0n, { partition: 0 });
    append(full, arrivals(Array.from({ length: 1_000 }, (_, index) => BigInt(index))));
    const other = laneAt(0n, { partition: 0, topicId: 'before' });
    const unknown = laneAt(0n, { topic: 'nothing' });
    expect(toPlan([full, other, unknown, ...lanes.slice(1, 3)], lanes.slice(2, 3))).toEqual([[2, [1]]]);
  });

  it('begins at each lane’s position, and waits only briefly while a lane is paused', () => {
    const request = (paused: boolean) => toFetchRequest(1, { lanes: lanes.slice(0, 1), views, paused });
    const partition = {
      partition: 0,
      fetchOffset: 7n,
      currentLeaderEpoch: -1,
      lastFetchedEpoch: -1,
      partitionMaxBytes: 262_144,
    };
    expect(request(false).topics).toEqual([{ topicId: 'wire', partitions: [partition] }]);
    expect(request(true).maxWaitTime).toBeLessThan(request(false).maxWaitTime);
  });
});
