import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { toBinaryMode } from '../../../shared/schemas/content-modes.ts';
import bridge from '../../fixtures/aws/event-bridge.json' with { type: 'json' };
import objectCreated from '../../fixtures/aws/event-bridge-object-created.json' with { type: 'json' };
import msk from '../../fixtures/aws/msk.json' with { type: 'json' };
import s3 from '../../fixtures/aws/s3.json' with { type: 'json' };
import sns from '../../fixtures/aws/sns.json' with { type: 'json' };
import notification from '../../fixtures/aws/sns-notification.json' with { type: 'json' };
import sqs from '../../fixtures/aws/sqs.json' with { type: 'json' };
import fifo from '../../fixtures/aws/sqs-fifo.json' with { type: 'json' };
import type { Upload } from '../harness.ts';

/** A topic with dashes: the keys of Lambda's map cannot be taken apart. */
export const TOPIC = 'shop-orders-v1';

/** A record of S3's own notification, the key form-encoded. */
export function s3Record({ bucket, name, size, etag: eTag, sequence }: Upload) {
  const [record] = s3.Records;
  const key = encodeURIComponent(name).replaceAll('%20', '+').replaceAll('%2F', '/');
  const object = { ...record?.s3.object, key, size, eTag, sequencer: sequencer(sequence) };
  return { ...record, s3: { ...record?.s3, bucket: { ...record?.s3.bucket, name: bucket }, object } };
}

export function created({ bucket, name: key, size, etag, sequence }: Upload) {
  const { 'version-id': _, ...object } = objectCreated.detail.object;
  const detail = {
    ...objectCreated.detail,
    bucket: { name: bucket },
    object: { ...object, key, size, etag, sequencer: sequencer(sequence) },
  };
  return { ...objectCreated, detail };
}

export function onBus(event: CloudEvent) {
  return { ...bridge, source: event.source, 'detail-type': event.type, detail: event };
}

export function message(body: unknown, index = 0) {
  return { ...sqs.Records[0], messageId: `message-${index}`, body: textOf(body) };
}

export function fifoMessage(body: unknown, index: number, MessageGroupId: string) {
  const [record] = fifo.Records;
  const attributes = { ...record?.attributes, MessageGroupId };
  return { ...record, messageId: `message-${index}`, body: textOf(body), attributes };
}

/** The envelope that a queue gets from a topic. */
export function notified(body: unknown) {
  return { ...notification, Message: textOf(body) };
}

export function snsRecord(body: unknown) {
  const [record] = sns.Records;
  return { ...record, Sns: { ...record?.Sns, Message: textOf(body) } };
}

export type KafkaRecord = { readonly partition: number; readonly offset: number } & Readonly<Record<string, unknown>>;

/** A record whose value is JSON; `change` says what else is different. */
export function kafkaRecord(value: unknown, change: object = {}): KafkaRecord {
  const [record] = msk.records['mytopic-0'];
  const base = { partition: 0, offset: 15, ...record, topic: TOPIC, headers: [] };
  return { ...base, value: Buffer.from(textOf(value)).toString('base64'), ...change };
}

/** CloudEvents' binary mode over Kafka; `toByte` says how Lambda writes a byte. */
export function binaryRecord(event: CloudEvent, toByte = (byte: number) => byte): KafkaRecord {
  const { attributes, contentType, body } = toBinaryMode(event);
  const named = attributes.map(([name, value]): [string, string] => [`ce_${name}`, value]);
  const all: [string, string][] = contentType === undefined ? named : [...named, ['content-type', contentType]];
  const headers = all.map(([name, value]) => ({ [name]: [...Buffer.from(value)].map(toByte) }));
  return kafkaRecord('', { headers, value: Buffer.from(body).toString('base64') });
}

/** The batch of a mapping: Lambda's map from topic and partition to records. */
export function kafkaBatch(source: object, records: readonly KafkaRecord[]) {
  const partitions = Map.groupBy(records, ({ partition }) => `${TOPIC}-${partition}`);
  return { ...source, records: Object.fromEntries(partitions) };
}

function sequencer(sequence: number): string {
  return `00617f08299329d1${sequence.toString(16).padStart(4, '0')}`;
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
