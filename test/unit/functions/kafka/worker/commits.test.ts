import { describe, expect, it } from '@jest/globals';
import { type Consumer, NetworkError } from '@platformatic/kafka';
import { createCommits } from '../../../../../functions/kafka/worker/group/commits.ts';
import { append, type Lane, take, takeBack } from '../../../../../functions/kafka/worker/lanes/lane.ts';
import { createTroubles } from '../../../../../functions/kafka/worker/watch/troubles.ts';
import { createManualClock } from '../../../../manual-clock.ts';
import { arrivals, giveBack, laneAt } from './any-record.ts';

/** A member whose commits are noted, and fail where a test says so. */
function setUp(lanes: Lane[]) {
  const commits: (readonly [number, bigint, number])[][] = [];
  const state = { broken: false };
  const client: Partial<Record<keyof Consumer, unknown>> = {
    commit: async ({ offsets }: Parameters<Consumer['commit']>[0]) => {
      if (state.broken) throw new NetworkError('Connection closed');
      commits.push(offsets.map(({ partition, offset, leaderEpoch }) => [partition, offset, leaderEpoch]));
    },
  };
  const troubles = createTroubles(createManualClock(), () => {});
  const member = () => client as Consumer; // no more of it is called
  return { state, commits, troubles, commit: createCommits({ member, lanes: () => lanes, troubles, count: () => {} }) };
}

describe('commits', () => {
  it('name the mark of each lane that has moved, and nothing that is not finished', async () => {
    const [moved, still] = [laneAt(3n, { committed: 3n }), laneAt(5n, { partition: 1, committed: 5n })];
    const { commit, commits } = setUp([moved, still]);
    append(moved, arrivals([3n, 4n, 5n], 6n, 2));
    giveBack(moved, take(moved, 10), [3n, 5n]);
    await commit();
    expect(commits).toEqual([[[0, 4n, 2]]]);
    giveBack(moved, takeBack(moved), [4n]);
    await commit();
    await commit();
    expect(commits.slice(1)).toEqual([[[0, 6n, 2]]]);
  });

  it('are made again with the next when they fail', async () => {
    const { commit, commits, state, troubles } = setUp([laneAt(3n)]);
    state.broken = true;
    await commit();
    expect([commits.length, troubles.list().length]).toEqual([0, 1]);
    state.broken = false;
    await commit();
    expect([commits, troubles.list()]).toEqual([[[[0, 3n, -1]]], []]);
  });

  it('that failed are no trouble any more once there is nothing to commit', async () => {
    const lanes = [laneAt(3n)];
    const { commit, state, troubles } = setUp(lanes);
    state.broken = true;
    await commit();
    lanes.pop();
    await commit();
    expect(troubles.list()).toEqual([]);
  });
});
