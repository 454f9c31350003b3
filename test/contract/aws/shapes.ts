import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';
import msk from '../../fixtures/aws/msk.json' with { type: 'json' };
import selfManaged from '../../fixtures/aws/self-managed-kafka.json' with { type: 'json' };
import type { BatchShape, Made, Shape, Upload } from '../harness.ts';
import { type Invocation, invocation } from './invoke.ts';
import {
  binaryRecord,
  created,
  fifoMessage,
  type KafkaRecord,
  kafkaBatch,
  kafkaRecord,
  message,
  notified,
  onBus,
  s3Record,
  snsRecord,
  TOPIC,
} from './payloads.ts';

export const uploads: readonly Shape<Upload, Invocation>[] = [
  { name: 'S3 directly', make: (it) => records([s3Record(it)]) },
  { name: 'S3 through SQS', make: (it) => records([message({ Records: [s3Record(it)] })]) },
  { name: 'S3 through SNS', make: (it) => records([snsRecord({ Records: [s3Record(it)] })]) },
  { name: 'S3 through SNS and SQS', make: (it) => records([message(notified({ Records: [s3Record(it)] }))]) },
  { name: 'S3 through EventBridge', make: (it) => invocation(created(it)) },
  { name: 'S3 through EventBridge and SQS', make: (it) => records([message(created(it))]) },
];

export const orders: readonly Shape<CloudEvent, Invocation>[] = [
  { name: 'a CloudEvent by itself', make: (event) => invocation(event) },
  { name: 'SQS', make: (event) => records([message(event)]) },
  { name: 'SQS, first in first out', make: (event) => records([fifoMessage(event, 0, 'a')]) },
  { name: 'SNS', make: (event) => records([snsRecord(event)]) },
  { name: 'SNS and SQS', make: (event) => records([message(notified(event))]) },
  { name: 'EventBridge', make: (event) => invocation(onBus(event)) },
  { name: 'EventBridge and SQS', make: (event) => records([message(onBus(event))]) },
  { name: 'MSK, structured mode', make: (event) => kafka(msk, [structured(event)]) },
  { name: 'MSK, binary mode', make: (event) => kafka(msk, [binaryRecord(event)]) },
  { name: 'MSK, binary mode with signed bytes', make: (event) => kafka(msk, [binaryRecord(event, signed)]) },
  { name: 'MSK, a value alone', make: (event) => kafka(msk, [kafkaRecord(event)]) },
  { name: 'self-managed Kafka', make: (event) => kafka(selfManaged, [structured(event)]) },
];

/** Partial answers are on for SQS and MSK, and off for self-managed Kafka: see `env` in the test. */
export const batches: readonly BatchShape<Invocation>[] = [
  { name: 'SQS', make: (events) => records(events.map(message)), asksFor: ['message-1'] },
  {
    name: 'SQS, first in first out',
    make: (events) => records(events.map((event, index) => fifoMessage(event, index, index < 3 ? 'a' : 'b'))),
    asksFor: ['message-1', 'message-2'],
    keepsBack: [2],
  },
  {
    name: 'MSK',
    make: (events) => kafka(msk, inTwoPartitions(events)),
    asksFor: [`${TOPIC}-0/101`, `${TOPIC}-0/102`],
    mayKeepBack: [2],
  },
  { name: 'self-managed Kafka', make: (events) => kafka(selfManaged, inTwoPartitions(events)), mayKeepBack: [2] },
  { name: 'SNS', make: (events) => records(events.map(snsRecord)) },
  {
    name: 'a CloudEvents batch in one Kafka record',
    make: (events) => ({ ...kafka(msk, [typed('application/cloudevents-batch+json', events)]), raw: events.map(json) }),
    asksFor: [`${TOPIC}-0/15`],
    mayKeepBack: [2, 3],
  },
];

/** Each record is an event of its own, and kept whole. */
export function records(all: readonly unknown[]): Made<Invocation> {
  return invocation({ Records: all }, all);
}

export function kafka(source: object, all: readonly KafkaRecord[]): Made<Invocation> {
  return invocation(kafkaBatch(source, all), all);
}

function structured(event: CloudEvent): KafkaRecord {
  return typed('application/cloudevents+json; charset=utf-8', event);
}

function typed(contentType: string, value: unknown): KafkaRecord {
  return kafkaRecord(value, { headers: [{ 'content-type': [...Buffer.from(contentType)] }] });
}

/** The first three in partition 0, the fourth in partition 1. */
function inTwoPartitions(events: readonly CloudEvent[]): readonly KafkaRecord[] {
  return events.map((event, index) =>
    kafkaRecord(event, index < 3 ? { offset: 100 + index } : { partition: 1, offset: 7 }),
  );
}

/** As a runtime writes bytes that has no unsigned ones. */
function signed(byte: number): number {
  return byte > 127 ? byte - 256 : byte;
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
