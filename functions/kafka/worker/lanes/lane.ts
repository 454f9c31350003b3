import type { KafkaRecord, Ref } from '../../decode.ts';

/** A partition as this worker has it: what it took of it and has not finished. Only the functions below change it. */
export type Lane = {
  readonly topic: string;
  readonly partition: number;
  /** A topic that was deleted and made again has the name and another id: its lanes are others. */
  readonly topicId: string;
  /** Aborts when the partition goes to another worker, and at the end of the grace period. */
  readonly ending: AbortController;
  /** What is not finished, in the order of its offsets; the first `taken` are with the handlers. */
  records: KafkaRecord[];
  taken: number;
  /** Of `records`, about. */
  bytes: number;
  /** The offset to fetch next: all before it is finished or in `records`. */
  position: bigint;
  /** What the group's coordinator holds; undefined until it is known to hold anything. */
  committed: bigint | undefined;
  /** The partition's end when it was last fetched; undefined before. */
  end: bigint | undefined;
  /** From which offset on which leader epoch wrote, ascending. */
  epochs: { readonly from: bigint; readonly epoch: number }[];
};

export type LaneStart = Pick<Lane, 'topic' | 'partition' | 'topicId' | 'position' | 'committed'>;

/** Of one partition: what came of it, and where the next fetch begins. */
export type Arrivals = { readonly records: KafkaRecord[]; readonly next: bigint; readonly epoch: number };

/** A lane is full, and its partition paused, at so many records or bytes. */
const FULL = { records: 1_000, bytes: 1_048_576 } as const;

/** A record without key and value takes memory all the same. */
const RECORD_BYTES = 128;

export function createLane(start: LaneStart): Lane {
  const ending = new AbortController();
  return { ...start, ending, records: [], taken: 0, bytes: 0, end: undefined, epochs: [] };
}

export function laneKey({ topic, partition }: Pick<Lane, 'topic' | 'partition'>): string {
  return `${topic}/${partition}`;
}

export function isFull({ records, bytes }: Lane): boolean {
  return records.length >= FULL.records || bytes >= FULL.bytes;
}

/** Adds what was fetched from the lane's position on. */
export function append(lane: Lane, { records, next, epoch }: Arrivals): void {
  if (next > lane.position && lane.epochs.at(-1)?.epoch !== epoch) lane.epochs.push({ from: lane.position, epoch });
  for (const record of records) {
    lane.records.push(record);
    lane.bytes += sizeOf(record);
  }
  if (next > lane.position) lane.position = next;
}

/** The next records for the handlers, at most so many; none while they have some. */
export function take(lane: Lane, most: number): readonly KafkaRecord[] {
  if (lane.taken > 0) return [];
  const batch = lane.records.slice(0, most);
  lane.taken = batch.length;
  return batch;
}

/** What was taken comes back: what is named in `done` is finished, the rest stays for the next `take`. Returns how many are left of it. */
export function giveBack(lane: Lane, done: readonly Ref[]): number {
  const finished = new Set(done.map(({ offset }) => offset));
  const left: KafkaRecord[] = [];
  for (let index = 0; index < lane.taken; index += 1) {
    const record = lane.records[index];
    if (record === undefined) break;
    if (finished.has(record.offset)) lane.bytes -= sizeOf(record);
    else left.push(record);
  }
  lane.records.splice(0, lane.taken, ...left);
  lane.taken = 0;
  return left.length;
}

function sizeOf({ key, value }: KafkaRecord): number {
  return RECORD_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
}
