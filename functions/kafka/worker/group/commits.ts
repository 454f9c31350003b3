import type { Consumer } from '@platformatic/kafka';
import { explainKafkaError } from '../../client/errors.ts';
import type { Lane } from '../lanes/lane.ts';
import { epochBefore, lowWaterMark } from '../lanes/low-water-mark.ts';
import type { Troubles } from '../watch/troubles.ts';
import type { WorkerOptions } from '../worker-options.ts';

type Options = {
  readonly member: () => Consumer | undefined;
  readonly lanes: () => readonly Lane[];
  readonly troubles: Troubles;
  readonly count: NonNullable<WorkerOptions['count']>;
};

const SOURCE = 'commit';

/**
 * Commits the marks that have moved. The broker takes a live member's commit of any partition, held or not: so only lanes are
 * committed, which are what this worker holds, and the request leaves within the call. One that fails is made again with the next.
 */
export function createCommits({ member, lanes, troubles, count }: Options): () => Promise<void> {
  return async () => {
    const client = member();
    const moved = lanes().flatMap((lane) => {
      const mark = lowWaterMark(lane);
      return mark === lane.committed ? [] : [{ lane, mark }];
    });
    // What did not work is of no account any more: the lanes are another's, or begin anew.
    if (moved.length === 0) troubles.clear(SOURCE);
    if (client === undefined || moved.length === 0) return;
    try {
      await client.commit({ offsets: moved.map(toOffset) });
      for (const { lane, mark } of moved) lane.committed = mark;
      count('commits');
      troubles.clear(SOURCE);
    } catch (error) {
      count('commit_failures');
      troubles.set(SOURCE, explainKafkaError(error, { group: client.groupId }));
    }
  };
}

function toOffset({ lane, mark }: { readonly lane: Lane; readonly mark: bigint }) {
  const { topic, partition } = lane;
  return { topic, partition, offset: mark, leaderEpoch: epochBefore(lane, mark) };
}
