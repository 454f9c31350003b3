import { Admin } from '@platformatic/kafka';
import type { Task } from './task.ts';

/** How many events a group has committed, over all partitions. */
export async function committedOf({ brokers, group }: Task): Promise<number> {
  const admin = new Admin({ clientId: 'bench', bootstrapBrokers: [brokers], retries: 10, retryDelay: 100 });
  try {
    const groups = await admin.listConsumerGroupOffsets({ groups: [group] });
    const partitions = groups.flatMap(({ topics }) => topics.flatMap((topic) => topic.partitions));
    return partitions.reduce((sum, { committedOffset }) => sum + Math.max(0, Number(committedOffset)), 0);
  } finally {
    await admin.close();
  }
}
