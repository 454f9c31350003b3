import fc from 'fast-check';
import { type Message, parseMessage } from '../../../../../functions/gcp/message.ts';
import type { Table } from '../../../../../shared/routing/table.ts';
import type { Json } from '../../../../reference/json.ts';
import { TEXTS } from '../../../../reference/native/conditions.ts';
import { type EventJson, eventsOf } from '../../../../reference/native/events.ts';

/** A message as a publisher writes it; `judged`: one whose attributes tell what is in it. */
export type Written = {
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: string;
  readonly judged: boolean;
};

/** What a push would hand over. */
export function toMessage({ attributes, body }: Written): Message {
  const data = Buffer.from(body).toString('base64');
  const message = parseMessage({ message: { data, attributes, messageId: '1', publishTime: '2026-01-31T12:00:00Z' } });
  if (!message.ok) throw new Error(message.error.message);
  return message.value;
}

const MODES = ['structured', 'tagged', 'untold', 'plain', 'labelled', 'old', 'capitals', 'mixed'];

/** Events in binary mode, mostly; in structured mode; what has an attribute too few for either; and what is no event. */
export function onTheTopic(table: Table): fc.Arbitrary<Written> {
  const mode = fc.oneof({ weight: 1, arbitrary: fc.constant('binary') }, fc.constantFrom(...MODES));
  return fc.tuple(eventsOf(table), mode).map(([event, one]) => write(event, one));
}

function write(event: EventJson, mode: string): Written {
  const { data, ...given } = event;
  const named = Object.entries(given).filter(([, value]) => value !== null);
  const attributes = Object.fromEntries(named.map(([name, value]) => [`ce-${name}`, String(value)]));
  const json = { 'content-type': 'application/json' };
  const structured = { 'content-type': 'application/cloudevents+json' };
  const body = data === undefined ? '' : JSON.stringify(data);
  const { 'ce-specversion': version = '', 'ce-type': type = '', ...others } = attributes;
  const address = Object.fromEntries(Object.entries(attributes).filter(([name]) => name === 'ce-waybillroute'));
  switch (mode) {
    case 'structured':
      return { attributes: structured, body: JSON.stringify(event), judged: false };
    case 'tagged':
      // For others' filters some publishers repeat the type. What is addressed is so by us alone, in binary mode.
      return { attributes: { ...structured, 'ce-type': type, ...address }, body: JSON.stringify(event), judged: false };
    case 'untold':
      return { attributes: { ...others, 'ce-specversion': version }, body, judged: false };
    case 'plain':
      return { attributes: { ...others }, body, judged: false };
    case 'labelled':
      return { attributes: { ...others, 'ce-type': type }, body, judged: false };
    case 'old':
      return { attributes: { ...attributes, 'ce-specversion': '0.3' }, body, judged: false };
    case 'capitals':
      return { attributes: inCapitals(attributes), body, judged: false };
    case 'mixed':
      // What is in another case is none of the event's.
      return {
        attributes: { ...inCapitals(others), ...REQUIRED, 'ce-specversion': version, 'ce-type': type, ...json },
        body,
        judged: true,
      };
    default:
      return { attributes: { ...attributes, ...json }, body, judged: true };
  }
}

const REQUIRED = { 'ce-id': '1', 'ce-source': 'x' };

function inCapitals(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name.toUpperCase(), value]));
}

const KINDS = [
  'OBJECT_FINALIZE',
  'OBJECT_FINALIZE',
  'OBJECT_FINALIZE',
  'OBJECT_DELETE',
  'OBJECT_ARCHIVE',
  'OBJECT_METADATA_UPDATE',
  'OBJECT_ELSE',
];

/** Notifications of Cloud Storage, and now and then a message that is none. */
export const notifications: fc.Arbitrary<Written> = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    name: fc.constantFrom('x', 'xy', 'thumbnails/a', '2024/1', '10.0.0.1', ...TEXTS),
    bucket: fc.constantFrom('x', 'xy', '1'),
    contentType: fc.option(fc.constantFrom('x', 'xy', 'image/png'), { nil: undefined }),
    size: fc.constantFrom('0', '1', '2024'),
    generation: fc.constantFrom('1', '2024'),
    none: fc.nat(9),
  })
  .map(({ kind, name, bucket, contentType, size, generation, none }): Written => {
    const resource: Json = { bucket, name, generation, size, ...(contentType !== undefined && { contentType }) };
    const about = { bucketId: bucket, objectId: name, objectGeneration: generation };
    if (none === 1)
      return { attributes: { eventType: kind, bucketId: bucket }, body: JSON.stringify(resource), judged: false };
    if (none === 0) return { attributes: about, body: JSON.stringify(resource), judged: false };
    return {
      attributes: { ...about, eventType: kind, payloadFormat: 'JSON_API_V1' },
      body: JSON.stringify(resource),
      judged: true,
    };
  });
