import type { KafkaRecord } from '../../../../../functions/kafka/decode.ts';
import { createLane, type Lane, type LaneStart, settle } from '../../../../../functions/kafka/worker/lanes/lane.ts';

export function record(offset: bigint, size = 10): KafkaRecord {
  const value = Buffer.alloc(size);
  return { topic: 'orders', partition: 0, offset, timestamp: 0n, key: null, value, headers: [] };
}

export function laneAt(position: bigint, start: Partial<LaneStart> = {}): Lane {
  return createLane({ topic: 'orders', partition: 0, topicId: 'id', committed: undefined, position, ...start });
}

/** Gives back what was taken: what is named is finished. */
export function giveBack(lane: Lane, taken: readonly KafkaRecord[], done: readonly bigint[]): void {
  for (const one of taken) settle(lane, one, done.includes(one.offset));
}

/** Appends records of these offsets, with the next fetch after the last one. */
export function arrivals(offsets: readonly bigint[], next = (offsets.at(-1) ?? -1n) + 1n, epoch = 0) {
  return { records: offsets.map((offset) => record(offset)), next, epoch };
}
