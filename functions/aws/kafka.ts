import type { Item } from '../../shared/delivery/item.ts';
import { type Limits, tooLarge } from '../../shared/delivery/limits.ts';
import { isBase64 } from '../../shared/schemas/cloudevent.ts';
import type { Part } from '../../shared/schemas/content-modes.ts';
import { isObject, toJson } from '../../shared/schemas/json.ts';
import { fromKafkaMessage } from '../../shared/schemas/kafka-message.ts';
import { fail, ok, type Result, show } from '../../shared/schemas/result.ts';
import type { Ref } from './decode.ts';
import { parseHeaders } from './kafka-headers.ts';
import { keepWhole } from './keep-whole.ts';

type KafkaPayload = { readonly eventSource: string; readonly records: Readonly<Record<string, unknown>> };

export function isKafka(payload: unknown): payload is KafkaPayload {
  return (
    isObject(payload) &&
    (payload.eventSource === 'aws:kafka' || payload.eventSource === 'SelfManagedKafka') &&
    isObject(payload.records)
  );
}

/**
 * The records of an MSK or self-managed Kafka batch (Lambda documentation, "Using Lambda with Amazon MSK"). Topic and partition are
 * each record's own: the map's keys cannot be taken apart, since a topic may hold dashes. The lane is the partition.
 */
export function fromKafka({ eventSource, records }: KafkaPayload, limits: Limits): readonly Item<Ref>[] {
  const lists: readonly unknown[] = Object.values(records);
  return lists
    .flatMap((list) => (Array.isArray(list) ? list : [list]))
    .flatMap((record) => fromRecord(eventSource, record, limits));
}

function fromRecord(source: string, record: unknown, limits: Limits): readonly Item<Ref>[] {
  const raw = Buffer.from(toJson(record));
  const place = parsePlace(source, record);
  const ref: Ref = place.ok ? place.value : { kind: 'whole' };
  const lane = place.ok ? place.value.partition : '';
  const parts = place.ok ? toParts(record, raw, limits) : [{ event: place, raw }];
  // What is not done comes again at once, and holds its partition (Lambda documentation, "Using Lambda with Amazon MSK").
  return parts.map((part) => ({ ref, lane, atOnce: true, ...part }));
}

function parsePlace(source: string, record: unknown): Result<Ref & { readonly kind: 'kafka' }> {
  const { topic, partition, offset, timestamp = -1 } = isObject(record) ? record : {};
  if (typeof topic !== 'string' || topic === '') return bad('topic', 'a string', topic);
  if (!isCount(partition)) return bad('partition', 'a whole number', partition);
  if (!isCount(offset)) return bad('offset', 'a whole number below 2^53', offset);
  // -1 is Kafka's own "no timestamp"
  if (timestamp !== -1 && !isCount(timestamp)) return bad('timestamp', 'milliseconds since 1970', timestamp);
  return ok({ kind: 'kafka', source, partition: `${topic}-${partition}`, offset });
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function bad(field: string, expected: string, got: unknown): Result<never> {
  return fail({
    code: 'bad-record',
    message: `The Kafka record's ${field} is wrong`,
    expected,
    got: typeof got === 'number' ? String(got) : show(got),
  });
}

function toParts(record: unknown, raw: Uint8Array, limits: Limits): readonly Part[] {
  const { value, headers } = isObject(record) ? record : {};
  const parsed = parseHeaders(headers);
  if (!parsed.ok) return [{ event: parsed, raw }];
  const body = decodeValue(value, limits);
  if (!body.ok) return [{ event: body, raw }];
  return keepWhole(fromKafkaMessage({ headers: parsed.value, value: body.value }), raw);
}

/** Null for a tombstone. Length is checked before decoding, and the alphabet too: Node decodes anything. */
function decodeValue(value: unknown, limits: Limits): Result<Uint8Array | null> {
  if (value === undefined || value === null) return ok(null);
  if (typeof value !== 'string' || !isBase64(value))
    return fail({
      code: 'bad-base64',
      message: 'The record’s value is not base64',
      at: '/value',
      expected: 'base64 (RFC 4648 §4)',
      got: show(value),
    });
  const size = (value.length / 4) * 3;
  return size > limits.event + 2 ? tooLarge('event', size, limits) : ok(Buffer.from(value, 'base64'));
}
