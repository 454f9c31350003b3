import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';
import type { BatchShape, Made, Shape, Upload } from '../harness.ts';
import { uploaded } from '../things.ts';
import { BATCHED, binary, json, type KafkaPayload, produced, type Sent, structured, valueAlone } from './records.ts';

type Kafka<Thing> = Shape<Thing, KafkaPayload>;

/** A partition keeps what failed, and the worker tries it until it is done. */
const HOLDS = { holds: true } as const;

export const uploads: readonly Kafka<Upload>[] = [
  { ...HOLDS, name: 'a record, structured mode', make: (it) => one(uploaded(it), structured) },
  { ...HOLDS, name: 'a record, binary mode', make: (it) => one(uploaded(it), binary) },
];

export const orders: readonly Kafka<CloudEvent>[] = [
  { ...HOLDS, name: 'a record, structured mode', make: (event) => one(event, structured) },
  { ...HOLDS, name: 'a record, binary mode', make: (event) => one(event, binary) },
  { ...HOLDS, name: 'a value alone', make: (event) => one(event, valueAlone) },
  { ...HOLDS, name: 'a compressed record without a key', make: compressed },
];

export const batches: readonly BatchShape<KafkaPayload>[] = [
  { ...HOLDS, name: 'records of one partition', make: (events) => records(events, (event) => structured(event)) },
  { ...HOLDS, name: 'records of two partitions', make: (events) => records(events, inTwo) },
  {
    ...HOLDS,
    name: 'a CloudEvents batch in one record',
    make: (events) => ({ ...produced(events, [{ value: json(events), headers: [BATCHED] }]), raw: events.map(json) }),
  },
];

function one(event: CloudEvent, toRecord: (event: CloudEvent) => Sent): Made<KafkaPayload> {
  return produced([event], [toRecord(event)]);
}

function compressed(event: CloudEvent): Made<KafkaPayload> {
  const { key: _, ...record } = structured(event);
  const { payload, raw } = produced([event], [record]);
  return { payload: { ...payload, compression: 'zstd' }, raw };
}

function records(
  events: readonly CloudEvent[],
  toRecord: (event: CloudEvent, index: number) => Sent,
): Made<KafkaPayload> {
  return produced(events, events.map(toRecord));
}

/** The last one beside the others. */
function inTwo(event: CloudEvent, index: number): Sent {
  return structured(event, { lane: index === 3 ? 1 : 0 });
}
