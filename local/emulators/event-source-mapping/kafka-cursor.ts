import { toRecordText } from './kafka-event.ts';
import type { Log, LogRecord } from './log.ts';

/** What an event may have of a batch: 6 MB, less a little for what stands around the records. */
const maxRecordBytes = 6 * 1024 * 1024 - 4096;

export type Cursor = {
  /** How many records there are to take, and whether they fill a batch, by number or (estimated) by payload size. */
  readonly ready: () => { readonly count: number; readonly full: boolean };
  /** The next records, at most `batchSize` and 6 MB; their partitions give no others until they are released. */
  readonly take: () => readonly LogRecord[];
  /** Commits a batch that was taken. */
  readonly release: (batch: readonly LogRecord[]) => void;
  /** The next offset of each partition that is not committed. */
  readonly committed: () => readonly number[];
  /** Records that are not committed. */
  readonly pending: () => number;
};

export type CursorOptions = {
  readonly log: Log;
  readonly topic: string;
  readonly batchSize: number;
  /** Starts behind what is in the topic already. */
  readonly fromLatest: boolean;
};

/** A consumer group's position in one topic. */
export function createCursor({ log, topic, batchSize, fromLatest }: CursorOptions): Cursor {
  const next = log.partitions(topic).map((view) => (fromLatest ? view.end : view.start));
  const busy = new Set<number>();
  let first = 0;
  const positions = () =>
    log.partitions(topic).map((view, partition) => {
      const from = Math.max(next[partition] ?? 0, view.start);
      return { partition, from, view, count: view.end - from, bytes: view.bytesFrom(from) };
    });
  const free = () => positions().filter(({ partition, count }) => count > 0 && !busy.has(partition));
  const ready = () => {
    const parts = free();
    const count = parts.reduce((sum, part) => sum + part.count, 0);
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    return { count, full: count >= batchSize || (bytes * 4) / 3 >= maxRecordBytes };
  };
  const take = () => {
    const batch: LogRecord[] = [];
    let bytes = 0;
    const parts = free();
    first++; // so that the partitions take turns at being first
    for (const { from, view } of [...parts.slice(first % parts.length), ...parts.slice(0, first % parts.length)]) {
      for (let record = view.at(from); record && batch.length < batchSize; record = view.at(record.offset + 1)) {
        bytes += Buffer.byteLength(toRecordText(record)) + 1;
        if (bytes > maxRecordBytes && batch.length > 0) break;
        batch.push(record);
      }
    }
    for (const { partition } of batch) busy.add(partition);
    return batch;
  };
  const release = (batch: readonly LogRecord[]) => {
    for (const { partition, offset } of batch) {
      busy.delete(partition);
      next[partition] = offset + 1;
    }
  };
  const pending = () => positions().reduce((sum, part) => sum + part.count, 0);
  return { ready, take, release, committed: () => [...next], pending };
}
