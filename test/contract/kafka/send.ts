import { type Admin, ProduceAcks, type Producer } from '@platformatic/kafka';
import { until } from '../../until.ts';
import type { Answer } from '../harness.ts';
import type { Host } from '../host.ts';
import type { KafkaPayload, Sent } from './records.ts';

/** What a topic is reached by, and who reads it. */
export type Reached = {
  readonly topic: string;
  readonly partitions: number;
  readonly group: string;
  readonly admin: Admin;
  readonly producer: Producer;
};

/**
 * A way to produce records, and to hear what becomes of them: acknowledged once the group has committed past them all, and "again" where
 * the log says that one of their events was tried more than once. Each payload has partitions of its own, so that one that is held holds
 * back no other.
 */
export function createSend(reached: () => Reached) {
  let used = 0;
  return async (_url: string, payload: KafkaPayload, { deliveries }: Host): Promise<Answer> => {
    const { topic, partitions, producer } = reached();
    const lanes = 1 + Math.max(...payload.records.map(({ lane = 0 }) => lane));
    const first = used;
    used += lanes;
    const retries = () =>
      deliveries(({ event, outcome }) => outcome === 'retry' && payload.ids.includes(event?.id ?? '')).length;
    const before = retries();
    const { offsets = [] } = await producer.send({
      messages: payload.records.map((record) => toMessage(topic, (first + (record.lane ?? 0)) % partitions, record)),
      acks: ProduceAcks.ALL,
      compression: payload.compression ?? 'none',
    });
    const laneOf = (partition: number) => (partition - (first % partitions) + partitions) % partitions;
    const ends = offsets.map(({ partition, offset }): End => [partition, offset + countOf(payload, laneOf(partition))]);
    await until(`the group to be past ${ends.map(([, end]) => end).join(', ')}`, () => isPast(reached(), ends));
    const said = `committed past ${ends.length} partitions`;
    return retries() > before ? { kind: 'again', said } : { kind: 'acknowledged', said };
  };
}

type End = readonly [partition: number, offset: bigint];

/** The broker answers with the first offset in each partition. */
function countOf({ records }: KafkaPayload, inLane: number): bigint {
  return BigInt(records.filter(({ lane = 0 }) => lane === inLane).length);
}

async function isPast({ admin, group, topic }: Reached, ends: readonly End[]): Promise<boolean> {
  const partitionIndexes = ends.map(([partition]) => partition);
  const [found] = await admin.listConsumerGroupOffsets({
    groups: [{ groupId: group, topics: [{ name: topic, partitionIndexes }] }],
  });
  const committed = found?.topics.flatMap(({ partitions }) => partitions) ?? [];
  return ends.every(([partition, end]) =>
    committed.some(({ partitionIndex, committedOffset }) => partitionIndex === partition && committedOffset >= end),
  );
}

function toMessage(topic: string, partition: number, { key, value, headers = [], timestamp }: Sent) {
  const pairs = headers.map(([name, bytes]) => [Buffer.from(name), Buffer.from(bytes)] as const);
  const base = { topic, partition, value: value as Buffer, headers: new Map(pairs) }; // the client writes null too, and any bytes
  return {
    ...base,
    ...(key === undefined ? {} : { key: Buffer.from(key) }),
    ...(timestamp === undefined ? {} : { timestamp }),
  };
}
