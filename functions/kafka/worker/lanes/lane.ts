import type { KafkaRecord } from '../../decode.ts';
import { lowWaterMark } from './low-water-mark.ts';

/** A partition as this worker has it: what it took of it and has not finished. Only the functions below change it. */
export type Lane = {
  readonly topic: string;
  readonly partition: number;
  /** A topic that was deleted and made again has the name and another id: its lanes are others. */
  readonly topicId: string;
  /** Aborts when the partition goes to another worker, and at the end of the grace period. */
  readonly ending: AbortController;
  /** What is not finished, by offset, in the order of offsets. */
  readonly records: Map<bigint, KafkaRecord>;
  /** Of `records`, in their order: what the handlers never had. */
  readonly fresh: KafkaRecord[];
  /** Of `records`: what came back from the handlers unfinished. */
  back: KafkaRecord[];
  /** Of `records`, about. */
  bytes: number;
  /** How many records it has finished. */
  finished: number;
  /** Whether its mark is so far behind that no more is taken until it moves. */
  isFar: boolean;
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
export type Arrivals = { readonly records: readonly KafkaRecord[]; readonly next: bigint; readonly epoch: number };

/** A lane is full, and its partition paused, at so many unfinished records or bytes of them. */
const FULL = { records: 1_000, bytes: 1_048_576 } as const;

/** So many offsets at most, about, come again after a crash: each costs a look at its claim. */
const FAR = 100_000n;

/** A record without key and value takes memory all the same. */
const RECORD_BYTES = 128;

export function createLane(start: LaneStart): Lane {
  const empty = { records: new Map(), fresh: [], back: [], bytes: 0, finished: 0, isFar: false, epochs: [] };
  return { ...start, ...empty, ending: new AbortController(), end: undefined };
}

export function laneKey({ topic, partition }: Pick<Lane, 'topic' | 'partition'>): string {
  return `${topic}/${partition}`;
}

export function isFull({ records, bytes, isFar }: Lane): boolean {
  return isFar || records.size >= FULL.records || bytes >= FULL.bytes;
}

/** Adds what was fetched from the lane's position on. */
export function append(lane: Lane, { records, next, epoch }: Arrivals): void {
  if (next > lane.position && lane.epochs.at(-1)?.epoch !== epoch) lane.epochs.push({ from: lane.position, epoch });
  for (const record of records) {
    lane.records.set(record.offset, record);
    lane.fresh.push(record);
    lane.bytes += sizeOf(record);
  }
  if (next > lane.position) lane.position = next;
  lane.isFar = isFar(lane);
}

/** The next records for the handlers, at most so many. */
export function take(lane: Lane, most: number): readonly KafkaRecord[] {
  return lane.fresh.splice(0, most);
}

/** All that came back from the handlers, for another try. */
export function takeBack(lane: Lane): readonly KafkaRecord[] {
  const records = lane.back.toSorted((one, other) => (one.offset < other.offset ? -1 : 1));
  lane.back = [];
  return records;
}

/** A record that was taken is finished, or came back unfinished. */
export function settle(lane: Lane, record: KafkaRecord, isFinished: boolean): void {
  if (!isFinished) return void lane.back.push(record);
  if (!lane.records.delete(record.offset)) return;
  lane.bytes -= sizeOf(record);
  lane.finished += 1;
  if (lane.isFar) lane.isFar = isFar(lane);
}

function isFar(lane: Lane): boolean {
  return lane.position - lowWaterMark(lane) >= FAR;
}

function sizeOf({ key, value }: KafkaRecord): number {
  return RECORD_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
}
