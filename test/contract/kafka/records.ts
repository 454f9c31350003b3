import type { Compression } from '../../../functions/kafka/client/settings/limits.ts';
import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { toBinaryMode } from '../../../shared/schemas/content-modes.ts';
import type { Made } from '../harness.ts';

/** A record to be produced; `lane` counts the partitions of one payload. */
export type Sent = {
  readonly value: Uint8Array | null;
  readonly key?: Uint8Array;
  readonly lane?: number;
  readonly headers?: readonly (readonly [name: string, value: Uint8Array | string])[];
  readonly timestamp?: bigint;
};

/** Records that are produced at once, and the ids of the events in them, by which the log is read. */
export type KafkaPayload = {
  readonly records: readonly Sent[];
  readonly ids: readonly string[];
  readonly compression?: Compression;
};

export const STRUCTURED = ['content-type', 'application/cloudevents+json; charset=utf-8'] as const;
export const BATCHED = ['content-type', 'application/cloudevents-batch+json'] as const;

/** One event in structured mode, under its subject; `change` says what else is different. */
export function structured(event: CloudEvent, change: Partial<Sent> = {}): Sent {
  return { value: json(event), headers: [STRUCTURED], ...keyOf(event), ...change };
}

export function valueAlone(event: CloudEvent): Sent {
  return { value: json(event), ...keyOf(event) };
}

export function binary(event: CloudEvent): Sent {
  const { attributes, contentType, body } = toBinaryMode(event);
  const named = attributes.map(([name, value]) => [`ce_${name}`, value] as const);
  const headers = contentType === undefined ? named : [...named, ['content-type', contentType] as const];
  return { value: body, headers, ...keyOf(event) };
}

/** What a letter keeps of a record: its value, and in binary mode its headers before it. */
export function rawOf({ value, headers = [] }: Sent): Uint8Array {
  if (!headers.some(([name]) => name.startsWith('ce_'))) return value ?? new Uint8Array();
  const lines = headers.map(([name, text]) => `${name}: ${text}\r\n`).join('');
  return Buffer.concat([Buffer.from(`${lines}\r\n`), value ?? new Uint8Array()]);
}

/** Each record holds one of the events, in their order. */
export function produced(events: readonly CloudEvent[], records: readonly Sent[]): Made<KafkaPayload> {
  return { payload: { records, ids: events.map(({ id }) => id) }, raw: records.map(rawOf) };
}

/** What holds no event. */
export function odd(record: Sent): Made<KafkaPayload> {
  return produced([], [record]);
}

export function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function keyOf({ subject }: CloudEvent): Pick<Sent, 'key'> {
  return subject === undefined ? {} : { key: Buffer.from(subject) };
}
