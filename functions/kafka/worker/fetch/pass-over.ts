import type { Consumer } from '@platformatic/kafka';
import { messageOf } from '../../../../shared/delivery/port-error.ts';
import { listOffsets } from '../group/start-offsets.ts';
import type { TopicViews } from '../group/topic-watch.ts';
import { append, type Lane } from '../lanes/lane.ts';
import { answerOf, isSessionError, toError } from './fetch-answer.ts';
import { toFetchRequest } from './fetch-plan.ts';
import { isUnreadable } from './suspects.ts';

export type Damage = {
  readonly client: Consumer;
  /** The broker that leads the partition. */
  readonly node: number;
  readonly views: TopicViews;
  /** What reading it ended with. */
  readonly error: unknown;
};

/**
 * Puts one record in the place of those that cannot be read, which says from where to where they are, so that they become one dead letter and
 * what comes after them goes on. The bytes stay in the topic. Rejects when the broker does not answer.
 */
export async function passOver(lane: Lane, damage: Damage): Promise<void> {
  const { topic, partition, position } = lane;
  const log = await listOffsets(damage.client, { topic, partitions: [partition], at: 'latest' });
  const end = log.get(partition) ?? position + 1n;
  const next = await findReadable(position, async (offset) => offset >= end || isReadable(lane, offset, damage));
  if (lane.position !== position) return;
  const unreadable = { to: next - 1n, reason: messageOf(damage.error) };
  const empty = { timestamp: -1n, key: null, value: null, headers: [] };
  // The first of their offsets, so that none of them is committed before the letter is filed.
  const record = { topic, partition, offset: position, ...empty, unreadable };
  append(lane, { records: [record], next, epoch: lane.epochs.at(-1)?.epoch ?? -1 });
}

/**
 * The first offset after `from` that can be read. The steps grow by a quarter of the way, so that no batch is passed over but one that is
 * short beside damaged ones on both of its sides.
 */
export async function findReadable(from: bigint, isReadableAt: (offset: bigint) => Promise<boolean>): Promise<bigint> {
  let [bad, good] = [from, from + 1n];
  while (!(await isReadableAt(good))) {
    bad = good;
    good += 1n + (good - from) / 4n;
  }
  while (good - bad > 1n) {
    const middle = (bad + good) / 2n;
    if (await isReadableAt(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

async function isReadable(lane: Lane, position: bigint, { client, node, views }: Damage): Promise<boolean> {
  const request = toFetchRequest(node, { lanes: [{ ...lane, position }], views, paused: true, single: true });
  const answer = await client.fetch(request).catch((error: unknown) => answerOf(error) ?? { error });
  if ('error' in answer) {
    if (isUnreadable(answer.error)) return false;
    throw answer.error;
  }
  // The same fetch works at once.
  if (isSessionError(answer)) return isReadable(lane, position, { client, node, views, error: undefined });
  const failed = [answer, ...answer.responses.flatMap(({ partitions }) => partitions)].find(
    (part) => part.errorCode !== 0,
  );
  if (failed !== undefined) throw toError(failed);
  return true;
}
