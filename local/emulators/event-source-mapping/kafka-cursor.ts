import { toRecordText } from './kafka-event.ts';
import type { Log, LogRecord } from './log.ts';
import type { PartitionView } from './log-partition.ts';

/** What an event may have of a batch: 6 MB, less a little for what stands around the records. */
const maxRecordBytes = 6 * 1024 * 1024 - 4096;

export type Cursor = {
  /** Whether there are records to take, and whether they fill a batch, by number or (estimated) by payload size. */
  readonly ready: () => { readonly some: boolean; readonly full: boolean };
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

type Position = { readonly partition: number; readonly from: number; readonly view: PartitionView };

/** A consumer group's position in one topic. */
export function createCursor({ log, topic, batchSize, fromLatest }: CursorOptions): Cursor {
  const next = log.partitions(topic).map((view) => (fromLatest ? view.end : view.start));
  const busy = new Set<number>();
  let turn = 0;
  const positions = () =>
    log.partitions(topic).map((view, partition) => {
      return { partition, view, from: Math.max(next[partition] ?? 0, view.start) };
    });
  const free = () => positions().filter((position) => countOf(position) > 0 && !busy.has(position.partition));
  const ready = () => {
    const count = sum(free().map(countOf));
    const bytes = sum(free().map(({ view, from }) => view.bytesFrom(from)));
    return { some: count > 0, full: count >= batchSize || (bytes * 4) / 3 >= maxRecordBytes };
  };
  const take = () => {
    const from = free();
    const first = turn++ % Math.max(1, from.length); // so that the partitions take turns at being first
    const batch = gather([...from.slice(first), ...from.slice(0, first)], batchSize);
    for (const { partition } of batch) busy.add(partition);
    return batch;
  };
  const release = (batch: readonly LogRecord[]) => {
    for (const { partition, offset } of batch) {
      busy.delete(partition);
      next[partition] = offset + 1;
    }
  };
  return { ready, take, release, committed: () => [...next], pending: () => sum(positions().map(countOf)) };
}

/** The next records of some partitions, as many as one event may have. */
function gather(positions: readonly Position[], batchSize: number): LogRecord[] {
  const batch: LogRecord[] = [];
  let bytes = 0;
  for (const { from, view } of positions) {
    for (let record = view.at(from); record && batch.length < batchSize; record = view.at(record.offset + 1)) {
      bytes += Buffer.byteLength(toRecordText(record)) + 1;
      if (bytes > maxRecordBytes && batch.length > 0) return batch;
      batch.push(record);
    }
  }
  return batch;
}

function countOf({ view, from }: Position): number {
  return view.end - from;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
