import type { Item } from '../../shared/delivery/item.ts';
import { type Limits, tooLarge } from '../../shared/delivery/limits.ts';
import { messageOf } from '../../shared/delivery/port-error.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import type { Part } from '../../shared/schemas/content-modes.ts';
import type { KafkaHeader } from '../../shared/schemas/kafka-headers.ts';
import { fromKafkaMessage } from '../../shared/schemas/kafka-message.ts';
import { fail, type Result } from '../../shared/schemas/result.ts';
import { wholeRecord } from './raw.ts';

/** A record as it lies in a partition. A timestamp of -1 is Kafka's own "none", and a value of null a tombstone. */
export type KafkaRecord = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: bigint;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly (readonly [name: Uint8Array, value: Uint8Array | null])[];
  /** It stands for all from its own offset on to this one, which are damaged in the topic. */
  readonly unreadable?: { readonly to: bigint; readonly reason: string };
};

/** The record that an item came from; the items of one record share one. */
export type Ref = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** How many items, where they are several. */
  readonly items?: number;
};

/**
 * The events of records. A partition's events run side by side but for those of one subject, which are one lane, and wait for one that
 * comes again; that keeps what routes with `order: 'subject'` ask for. Nothing is copied but in binary mode.
 */
export function decode(records: readonly KafkaRecord[], limits: Limits): readonly Item<Ref>[] {
  return records.flatMap((record) => toItems(record, limits));
}

function toItems(record: KafkaRecord, limits: Limits): readonly Item<Ref>[] {
  const { topic, partition, offset } = record;
  const parts = readParts(record, limits);
  const ref: Ref = parts.length > 1 ? { topic, partition, offset, items: parts.length } : { topic, partition, offset };
  return parts.map(({ event, raw }, index) => {
    const lane = laneOf(ref, event, index);
    return { ref, lane, inOrder: true, atOnce: true, event, raw, origin: record };
  });
}

/** A partition and a subject; what has no subject waits for nothing and is a lane of its own. */
function laneOf({ topic, partition, offset }: Ref, event: Result<CloudEvent>, index: number): string {
  const subject = event.ok ? event.value.subject : undefined;
  // A topic has no slash in its name.
  return subject === undefined ? `${topic}/${partition}/${offset}/${index}` : `${topic}/${partition} ${subject}`;
}

/** A mistake of ours over one record ends as its letter: a throw would bring the same batch again, and nothing after it, for ever. */
function readParts(record: KafkaRecord, limits: Limits): readonly Part[] {
  try {
    return toParts(record, limits);
  } catch (thrown) {
    const message = `The record cannot be read: ${messageOf(thrown)}`;
    return [{ event: fail({ code: 'unreadable-record', message }), raw: record.value ?? new Uint8Array() }];
  }
}

function toParts(record: KafkaRecord, limits: Limits): readonly Part[] {
  if (record.unreadable !== undefined) return [damaged(record, record.unreadable)];
  const { value, headers } = record;
  if (value !== null && value.length > limits.event) {
    return [{ event: tooLarge('event', value.length, limits), raw: value }];
  }
  if (headers.length === 0) return fromKafkaMessage({ headers: NO_HEADERS, value });
  const named = headers.map(([name, bytes]): KafkaHeader => [toName(name), bytes]);
  const parts = fromKafkaMessage({ headers: named, value });
  const [only] = parts;
  if (only === undefined || parts.length > 1) return parts;
  return [{ event: only.event, raw: wholeRecord(named, only.raw) }];
}

/** Its bytes are nobody's: the letter names the place, where Kafka's own tools may still look at them. */
function damaged(
  { topic, partition, offset }: KafkaRecord,
  { to, reason }: NonNullable<KafkaRecord['unreadable']>,
): Part {
  const place = `${topic}/${partition}, offsets ${offset} to ${to}`;
  const message = `The records at ${place} cannot be read: ${reason}`;
  return { event: fail({ code: 'damaged-record', message }), raw: Buffer.from(place) };
}

const NO_HEADERS: readonly KafkaHeader[] = [];

/** Every name that means anything here is ASCII. What the client hands over is a Buffer already. */
function toName(bytes: Uint8Array): string {
  return (Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes)).toString('latin1');
}
