import { offsetsOf } from './read-topic.ts';
import { PARTITIONS, type Stage } from './stage.ts';

/** Whether the group has committed all there is, and so has nothing left to do; undefined while the broker does not say. */
export async function isAtRest({ admin, topic, group }: Pick<Stage, 'admin' | 'topic' | 'group'>): Promise<boolean> {
  try {
    const [ends, [found]] = [
      await offsetsOf(admin, { topic, partitions: PARTITIONS }),
      await admin.listConsumerGroupOffsets({ groups: [group] }),
    ];
    const committed = found?.topics.find(({ name }) => name === topic)?.partitions ?? [];
    const at = new Map(committed.map(({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset]));
    return ends.every((end, partition) => end === 0n || at.get(partition) === end);
  } catch {
    return false;
  }
}
