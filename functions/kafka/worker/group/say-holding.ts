import type { GroupAssignment } from '@platformatic/kafka';
import type { LogLine } from '../../../../shared/delivery/ports.ts';

/** What a member holds once the group has given its partitions out anew, a line for each topic. */
export function sayHolding(log: (line: LogLine) => void, assignments: readonly GroupAssignment[]): void {
  const held = assignments.filter(({ partitions }) => partitions.length > 0);
  for (const { topic, partitions } of held) {
    const many = partitions.length === 1 ? '1 partition' : `${partitions.length} partitions`;
    log({ level: 'info', message: `holds ${many} of ${topic}`, topic, partitions });
  }
  if (held.length > 0) return;
  const reason = 'the other members of the group have all partitions, or the topics that it reads are not there yet';
  log({ level: 'info', message: 'holds no partitions', reason });
}
