import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { toBinaryMode } from '../../../shared/schemas/content-modes.ts';
import type { BatchShape, Made, Shape, Upload } from '../harness.ts';
import { finalized, type Message, notify, prefixed, published, resource, toMessage, unwrap, wrap } from './payloads.ts';
import { type GcpRequest, post } from './request.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const STRUCTURED = 'application/cloudevents+json; charset=utf-8';
const BATCH = 'application/cloudevents-batch+json';

export const uploads: readonly Shape<Upload, GcpRequest>[] = [
  { name: 'a Pub/Sub push of a storage notification', make: (it) => pushed(notify(it)) },
  { name: 'the same, unwrapped with its metadata', make: (it) => unwrapped(notify(it)) },
  { name: 'Eventarc’s finalized object', make: (it) => post(finalized(it), resource(it)) },
  { name: 'Eventarc’s finalized object in structured mode', make: structuredUpload },
  { name: 'Eventarc’s message around a storage notification', make: (it) => post(published(), wrap(notify(it))) },
];

export const orders: readonly Shape<CloudEvent, GcpRequest>[] = [
  { name: 'binary mode', make: binary },
  { name: 'structured mode', make: (event) => post({ 'content-type': STRUCTURED }, event) },
  { name: 'a Pub/Sub push with attributes', make: (event) => pushed(toMessage(event)) },
  { name: 'a Pub/Sub push of a structured event', make: (event) => pushed(structured(event, STRUCTURED)) },
  { name: 'a Pub/Sub push without attributes', make: (event) => pushed({ attributes: {}, data: json(event) }) },
  { name: 'Eventarc’s message with attributes', make: (event) => post(published(), wrap(toMessage(event))) },
  { name: 'an unwrapped push with its metadata', make: (event) => unwrapped(toMessage(event)) },
  { name: 'an unwrapped push without metadata', make: (event) => post(JSON_TYPE, event) },
  { name: 'a request without a content type', make: (event) => post({}, event) },
];

export const batches: readonly BatchShape<GcpRequest>[] = [
  { name: 'batched mode', make: (events) => withParts(post({ 'content-type': BATCH }, events), events) },
  { name: 'a Pub/Sub push of a batch', make: (events) => withParts(pushed(structured(events, BATCH)), events) },
  {
    name: 'Eventarc’s message around a batch',
    make: (events) => withParts(post(published(), wrap(structured(events, BATCH))), events),
  },
];

export function pushed(message: Message): Made<GcpRequest> {
  return post(JSON_TYPE, wrap(message));
}

function unwrapped(message: Message): Made<GcpRequest> {
  return post(unwrap(message), message.data);
}

function binary(event: CloudEvent): Made<GcpRequest> {
  const { attributes, contentType, body } = toBinaryMode(event);
  return post({ ...prefixed(attributes), ...(contentType === undefined ? {} : { 'content-type': contentType }) }, body);
}

function structuredUpload(it: Upload): Made<GcpRequest> {
  const headers = Object.entries(finalized(it)).filter(([name]) => name.startsWith('ce-'));
  const attributes = Object.fromEntries(headers.map(([name, value]) => [name.slice(3), decodeURIComponent(value)]));
  return post(
    { 'content-type': STRUCTURED },
    { ...attributes, datacontenttype: 'application/json', data: resource(it) },
  );
}

function structured(value: object, type: string): Message {
  return { attributes: { 'content-type': type }, data: json(value) };
}

/** In a batch each event keeps its own bytes. */
function withParts({ payload }: Made<GcpRequest>, events: readonly CloudEvent[]): Made<GcpRequest> {
  return { payload, raw: events.map(json) };
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
