import type { KafkaRecord } from '../../../../functions/kafka/decode.ts';
import type { CloudEvent } from '../../../../shared/schemas/cloudevent.ts';
import { toBinaryMode } from '../../../../shared/schemas/content-modes.ts';

export const EVENT = { specversion: '1.0', id: 'e-1', source: '/shop', type: 'order.placed' } as const;

/** Headers in their order; a name may be there more than once. */
export function headers(...pairs: readonly (readonly [name: string, value: string | Uint8Array | null])[]) {
  return pairs.map(([name, value]) => [Buffer.from(name), value === null ? null : Buffer.from(value)] as const);
}

/** A record whose value is JSON, without a key or headers; `change` says what else is different. */
export function record(value: unknown, change: Partial<KafkaRecord> = {}): KafkaRecord {
  const bytes = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  const place = { topic: 'orders', partition: 3, offset: 41n, timestamp: 1_767_225_600_000n };
  return { ...place, key: null, value: bytes, headers: [], ...change };
}

/** In binary mode, with more headers behind those of the event. */
export function binaryRecord(event: CloudEvent, more: KafkaRecord['headers'] = []): KafkaRecord {
  const { attributes, contentType, body } = toBinaryMode(event);
  const named = attributes.map(([name, value]) => [`ce_${name}`, value] as const);
  const type = contentType === undefined ? [] : ([['content-type', contentType]] as const);
  return record('', { value: body, headers: [...headers(...named, ...type), ...more] });
}

/** As a registry's serializer frames a value: zero, the schema's number, and the value itself. */
export function framed(schema: number, value: string): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(schema, 1);
  return Buffer.concat([head, Buffer.from(value)]);
}
