import { type CloudEvent, parseEventJson } from './cloudevent.ts';
import { fromBinaryMode, fromMediaType, type Part } from './content-modes.ts';
import { type KafkaHeader, type RecordHeaders, readHeaders } from './kafka-headers.ts';
import { fail, type Result } from './result.ts';

/** What of a Kafka record holds events. A value of null is a tombstone. */
export type KafkaMessage = { readonly headers: readonly KafkaHeader[]; readonly value: Uint8Array | null };

/**
 * The events of a record (CloudEvents Kafka binding 1.0.2): structured or batched mode by its content type, binary mode by its headers;
 * a value that no header explains is an event when it is one in JSON.
 */
export function fromKafkaMessage({ headers, value }: KafkaMessage): readonly Part[] {
  const raw = value ?? new Uint8Array();
  const read = readHeaders(headers);
  if (!read.ok) return [{ event: read, raw }];
  const structured = value === null ? undefined : fromMediaType(read.value.contentType, value);
  const parts = structured ?? [{ event: toEvent(value, read.value), raw }];
  return parts.map((part) =>
    part.event.ok || !isFramed(value) ? part : { ...part, event: toFramed(part.event, raw) },
  );
}

function toEvent(body: Uint8Array | null, { attributes, contentType }: RecordHeaders): Result<CloudEvent> {
  if (attributes.some(([name]) => name === 'specversion'))
    return fromBinaryMode({ attributes, contentType, body: body ?? new Uint8Array() });
  if (body === null)
    return fail({ code: 'tombstone', message: 'The record is a tombstone: it has no value and no ce_ headers' });
  return parseEventJson(body);
}

/** Five bytes: zero, and the number of a schema (Confluent documentation, "Wire format"). No JSON begins so. */
const FRAME = 5;

function isFramed(value: Uint8Array | null): value is Uint8Array {
  return value !== null && value.length >= FRAME && value[0] === 0;
}

/** What cannot be read because a registry’s serializer wrote it is told by that, and not by where JSON broke off. */
function toFramed(event: Result<CloudEvent>, value: Uint8Array): Result<CloudEvent> {
  if (event.ok || (event.error.code !== 'bad-json' && event.error.code !== 'bad-utf8')) return event;
  return fail({
    code: 'schema-registry',
    message: 'The value was written with a schema registry, and none is read here',
    expected: 'JSON',
    got: `a value of schema ${new DataView(value.buffer, value.byteOffset).getUint32(1)}`,
    fix: 'Have it sent as JSON, or in binary mode with a datacontenttype that is not JSON',
  });
}
