import type { Consumer } from '@platformatic/kafka';
import type { LogLine } from '../../../../shared/delivery/ports.ts';
import { explainKafkaError } from '../../client/errors.ts';
import { createLane, type Lane } from '../lanes/lane.ts';
import type { Lanes } from '../lanes/lanes.ts';
import type { Troubles } from '../watch/troubles.ts';
import { listOffsets } from './start-offsets.ts';

type Options = { readonly lanes: Lanes; readonly troubles: Troubles; readonly log: (line: LogLine) => void };

/**
 * Moves a lane whose position is not in its partition to the first record there is: on, where retention or a deletion was faster than
 * the group, and says how much that lost; back, where the partition ends before the position.
 */
export function createReset({ lanes, troubles, log }: Options): (client: Consumer, lane: Lane) => Promise<void> {
  return async (client, lane) => {
    const { topic, partition, topicId, position } = lane;
    const source = `reset of ${topic}/${partition}`;
    try {
      const first = (await listOffsets(client, { topic, partitions: [partition], at: 'earliest' })).get(partition);
      if (first === undefined || !lanes.has(lane) || lane.position !== position) return;
      const lost = first > position ? first - position : 0n;
      const offsets = { from: String(position), to: String(first), lost: String(lost) };
      log({ level: 'warn', message: 'offset out of range', code: 'offset-out-of-range', topic, partition, ...offsets });
      if (first > position) lane.position = first;
      else restartLane(lanes, lane, { topicId, position: first });
      troubles.clear(source);
    } catch (error) {
      troubles.set(source, explainKafkaError(error, { topic }));
    }
  };
}

/** Another lane for the same partition, which takes nothing of the first one over and commits its position even if it is lower. */
export function restartLane(lanes: Lanes, lane: Lane, start: Pick<Lane, 'topicId' | 'position'>): void {
  const { topic, partition } = lane;
  lanes.drop(lane);
  lanes.add(createLane({ topic, partition, committed: undefined, ...start }));
}
