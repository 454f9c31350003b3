import type { RecordsBatch } from '@platformatic/kafka';
import type { KafkaRecord } from '../../decode.ts';
import type { Arrivals, Lane } from '../lanes/lane.ts';
import type { FetchResponsePartition } from './fetch-types.ts';

type Partition = Pick<FetchResponsePartition, 'records' | 'abortedTransactions'>;
type Aborted = NonNullable<FetchResponsePartition['abortedTransactions']>[number];

/** Kafka's record format, "Record Batch": bits of its attributes, and a control record's type. */
const LOG_APPEND_TIME = 1 << 3;
const TRANSACTIONAL = 1 << 4;
const CONTROL = 1 << 5;
const ABORT = 0;

/**
 * The records of a fetched partition from the lane's position on. A batch may begin before that; control records and those of aborted
 * transactions are left out. We look for these ourselves, since the library keeps some: of a transaction whose end lies beyond the
 * answer, and of all but the last one of a producer.
 */
export function toArrivals(
  { topic, partition, position }: Lane,
  { records, abortedTransactions }: Partition,
): Arrivals {
  const isAborted = createAbortedFilter(abortedTransactions ?? []);
  const found: KafkaRecord[] = [];
  let [next, epoch] = [position, -1];
  for (const batch of records ?? []) {
    const end = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n;
    if (end <= position) continue;
    [next, epoch] = [end, batch.partitionLeaderEpoch];
    if (isAborted(batch) || (batch.attributes & CONTROL) !== 0) continue;
    pushRecords(found, batch, { topic, partition, position });
  }
  return { records: found, next, epoch };
}

function pushRecords(found: KafkaRecord[], batch: RecordsBatch, { topic, partition, position }: Place): void {
  const { firstOffset, firstTimestamp, maxTimestamp } = batch;
  const appended = (batch.attributes & LOG_APPEND_TIME) !== 0;
  for (const { offsetDelta, timestampDelta, key, value, headers } of batch.records) {
    const offset = firstOffset + BigInt(offsetDelta);
    if (offset < position) continue;
    const timestamp = appended ? maxTimestamp : firstTimestamp + timestampDelta;
    // The record format has no header without a name.
    found.push({ topic, partition, offset, timestamp, key, value, headers: headers as KafkaRecord['headers'] });
  }
}

type Place = Pick<Lane, 'topic' | 'partition' | 'position'>;

/**
 * Says of each batch, in their order, whether its transaction was aborted (KIP-98): from the offset that the broker names on, until that
 * producer's abort marker.
 */
function createAbortedFilter(aborted: readonly Aborted[]): (batch: RecordsBatch) => boolean {
  if (aborted.length === 0) return () => false;
  const waiting = aborted.toSorted((one, other) => Number(one.firstOffset - other.firstOffset));
  const open = new Set<bigint>();
  return (batch) => {
    const last = batch.firstOffset + BigInt(batch.lastOffsetDelta);
    for (let first = waiting[0]; first !== undefined && first.firstOffset <= last; first = waiting[0]) {
      open.add(first.producerId);
      waiting.shift();
    }
    if ((batch.attributes & CONTROL) === 0)
      return (batch.attributes & TRANSACTIONAL) !== 0 && open.has(batch.producerId);
    if (isAbortMarker(batch)) open.delete(batch.producerId);
    return false;
  };
}

/** A control record's key is its version and its type, 16 bits each. */
function isAbortMarker({ records }: RecordsBatch): boolean {
  const key = records[0]?.key;
  return key !== undefined && key !== null && key.length >= 4 && key.readInt16BE(2) === ABORT;
}
