import type { Clock } from '../../clock.ts';
import type { LogRecord } from './log.ts';

/** A partition as it is at one moment. */
export type PartitionView = {
  /** The offset of the first record that has not expired. */
  readonly start: number;
  /** The offset that the next record will get. */
  readonly end: number;
  /** The record at an offset between the two. */
  readonly at: (offset: number) => LogRecord | undefined;
  /** How many bytes the keys, values and headers from an offset on have. */
  readonly bytesFrom: (offset: number) => number;
};

export type Partition = {
  readonly view: () => PartitionView;
  /** Appends a record whose offset is the view's `end`. */
  readonly append: (record: LogRecord) => void;
};

/** `until`: the bytes of all records ever appended, up to and with this one. */
type Stored = { readonly record: LogRecord; readonly until: number };

/** One partition's records; the first ones go when they are older than `retentionMs`. */
export function createPartition(clock: Clock, retentionMs: number): Partition {
  let stored: Stored[] = [];
  let start = 0;
  let total = 0;
  const expire = () => {
    const oldest = clock.now() - retentionMs;
    const kept = stored.findIndex(({ record }) => record.timestamp >= oldest);
    const expired = kept === -1 ? stored.length : kept;
    if (expired === 0) return;
    start += expired;
    stored = stored.slice(expired);
  };
  const view = (): PartitionView => {
    expire();
    const [records, first, sum] = [stored, start, total];
    const bytesFrom = (offset: number) => {
      const next = records[offset - first];
      return next ? sum - next.until + sizeOf(next.record) : 0;
    };
    return { start: first, end: first + records.length, at: (offset) => records[offset - first]?.record, bytesFrom };
  };
  const append = (record: LogRecord) => {
    total += sizeOf(record);
    stored.push({ record, until: total });
  };
  return { view, append };
}

/** The bytes of a record's key, value and headers. */
export function sizeOf(record: Pick<LogRecord, 'key' | 'value' | 'headers'>): number {
  const headers = record.headers.map(([name, data]) => Buffer.byteLength(name) + data.length);
  return headers.reduce((sum, size) => sum + size, (record.key?.length ?? 0) + (record.value?.length ?? 0));
}
