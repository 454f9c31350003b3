import { type Consumer, ListOffsetTimestamps } from '@platformatic/kafka';
import type { LaneStart } from '../lanes/lane.ts';

type Clients = { readonly member: Consumer; readonly fetcher: Consumer };
type Start = Pick<LaneStart, 'position' | 'committed'>;

/**
 * Where to begin with partitions of one topic, whose leaders are these. Where the group has committed something of the topic, a partition
 * without an offset is a new one, which is read from its beginning whatever `from` says; one that has no leader either is left out.
 */
export async function startOffsets(
  { member, fetcher }: Clients,
  {
    topic,
    partitions,
    leaders,
  }: { readonly topic: string; readonly partitions: readonly number[]; readonly leaders: readonly number[] },
  from: 'earliest' | 'latest',
): Promise<ReadonlyMap<number, Start>> {
  const all = [...leaders.keys()];
  const committed = (await member.listCommittedOffsets({ topics: [{ topic, partitions: all }] })).get(topic) ?? [];
  const known = new Map(partitions.flatMap((partition) => toKnown(partition, committed[partition])));
  const missing = partitions.filter((partition) => !known.has(partition) && (leaders[partition] ?? -1) >= 0);
  const isNew = committed.some((offset) => offset >= 0n);
  const fallback = await listOffsets(fetcher, { topic, partitions: missing, at: isNew ? 'earliest' : from });
  return new Map([
    ...known,
    ...[...fallback].map(([partition, position]) => [partition, { position, committed: undefined }] as const),
  ]);
}

function toKnown(partition: number, offset: bigint | undefined): readonly (readonly [number, Start])[] {
  return offset === undefined || offset < 0n ? [] : [[partition, { position: offset, committed: offset }]];
}

type Wanted = { readonly topic: string; readonly partitions: readonly number[]; readonly at: 'earliest' | 'latest' };

/** The first or the end offset of partitions. */
export async function listOffsets(
  client: Consumer,
  { topic, partitions, at }: Wanted,
): Promise<ReadonlyMap<number, bigint>> {
  if (partitions.length === 0) return new Map();
  const timestamp = at === 'earliest' ? ListOffsetTimestamps.EARLIEST : ListOffsetTimestamps.LATEST;
  const found = await client.listOffsets({ topics: [topic], partitions: { [topic]: [...partitions] }, timestamp });
  const offsets = found.get(topic) ?? [];
  return new Map(partitions.flatMap((partition) => toPair(partition, offsets[partition])));
}

function toPair(partition: number, offset: bigint | undefined): readonly (readonly [number, bigint])[] {
  return offset === undefined || offset < 0n ? [] : [[partition, offset]];
}
