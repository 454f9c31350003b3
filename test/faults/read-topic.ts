import { type Admin, Consumer, ListOffsetTimestamps, type Message } from '@platformatic/kafka';

/** The offset at which each of a topic's partitions ends, or with `earliest` begins. */
export async function offsetsOf(
  admin: Admin,
  { topic, partitions, at = 'LATEST' }: { topic: string; partitions: number; at?: 'LATEST' | 'EARLIEST' },
): Promise<readonly bigint[]> {
  const wanted = Array.from({ length: partitions }, (_, partitionIndex) => ({
    partitionIndex,
    timestamp: ListOffsetTimestamps[at],
  }));
  const [found] = await admin.listOffsets({ topics: [{ name: topic, partitions: wanted }] });
  const offsets = Array.from({ length: partitions }, () => 0n);
  for (const { partitionIndex, offset } of found?.partitions ?? []) offsets[partitionIndex] = offset;
  return offsets;
}

type Record = Message<Buffer, Buffer, Buffer, Buffer>;

/** All records of a topic without transactions, from its first ones to the end that it has now. */
export async function readTopic(brokers: string, admin: Admin, topic: string): Promise<readonly Record[]> {
  const { topics } = await admin.metadata({ topics: [topic] });
  const place = { topic, partitions: topics.get(topic)?.partitionsCount ?? 0 };
  const [starts, ends] = [await offsetsOf(admin, { ...place, at: 'EARLIEST' }), await offsetsOf(admin, place)];
  let left = ends.reduce((sum, end, partition) => sum + Number(end - (starts[partition] ?? 0n)), 0);
  const records: Record[] = [];
  if (left === 0) return records;
  const options = { clientId: 'reader', bootstrapBrokers: [brokers], groupId: `reader-of-${topic}`, autocommit: false };
  const consumer = new Consumer({ ...options, maxBytes: 2_097_152, retries: 20, retryDelay: 100 });
  const stream = await consumer.consume({ topics: [topic], mode: 'earliest' });
  for await (const record of stream) {
    records.push(record);
    left -= 1;
    if (left === 0) break;
  }
  await consumer.close(true);
  return records;
}
