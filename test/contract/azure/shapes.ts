import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { toBinaryMode } from '../../../shared/schemas/content-modes.ts';
import created from '../../fixtures/azure/blob-created.cloudevents.json' with { type: 'json' };
import createdGrid from '../../fixtures/azure/blob-created.event-grid.json' with { type: 'json' };
import dataLake from '../../fixtures/azure/blob-created-data-lake.json' with { type: 'json' };
import custom from '../../fixtures/azure/custom-topic.event-grid.json' with { type: 'json' };
import type { BatchShape, Made, Shape, Upload } from '../harness.ts';
import { type AzureCall, batch, type HubEvent, notify, one, rawOf } from './host-doors.ts';

const HOLDS = { holds: true } as const;
const STRUCTURED = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };

export const uploads: readonly Shape<Upload, AzureCall>[] = [
  { name: 'Event Grid’s schema', make: (it) => gridSchema({ ...createdGrid, ...blob(createdGrid.data, it) }) },
  { name: 'Event Grid’s CloudEvents', make: (it) => cloudEvent({ ...created, ...blob(created.data, it) }) },
  { name: 'a Data Lake’s file', make: (it) => gridSchema({ ...dataLake, ...file(it) }) },
  {
    ...HOLDS,
    name: 'Event Grid’s schema in an event hub',
    make: (it) => inHub({ ...createdGrid, ...blob(createdGrid.data, it) }),
  },
  {
    ...HOLDS,
    name: 'Event Grid’s CloudEvents in an event hub',
    make: (it) => inHub({ ...created, ...blob(created.data, it) }),
  },
];

export const orders: readonly Shape<CloudEvent, AzureCall>[] = [
  { name: 'Event Grid’s CloudEvents', make: cloudEvent },
  { name: 'Event Grid’s CloudEvents in a batch of one', make: (event) => cloudEvents([event]) },
  { plain: true, name: 'Event Grid’s schema', make: (event) => gridSchema(toGridSchema(event)) },
  {
    ...HOLDS,
    name: 'an event hub, structured mode',
    make: (event) => one({ body: json(event), systemProperties: STRUCTURED }),
  },
  { ...HOLDS, name: 'an event hub, its body alone', make: (event) => inHub(event) },
  { ...HOLDS, name: 'an event hub, binary mode over AMQP', make: (event) => one(binary(event, 'cloudEvents:')) },
  { ...HOLDS, name: 'an event hub, binary mode with underscores', make: (event) => one(binary(event, 'cloudEvents_')) },
  { ...HOLDS, name: 'an event hub, binary mode over Kafka', make: (event) => one(binary(event, 'ce_')) },
];

export const batches: readonly BatchShape<AzureCall>[] = [
  { name: 'Event Grid’s CloudEvents', make: cloudEvents },
  { name: 'Event Grid’s schema', make: (events) => gridSchema(...events.map(toGridSchema)) },
  {
    ...HOLDS,
    name: 'an event hub’s batch',
    make: (events) => together(events.map((event) => ({ body: json(event) }))),
  },
  {
    ...HOLDS,
    name: 'an event hub’s batch in binary mode',
    make: (events) => together(events.map((event) => binary(event, 'cloudEvents:'))),
  },
  {
    ...HOLDS,
    name: 'a CloudEvents batch in one event of a hub',
    make: (events) => ({ payload: batch([{ body: json(events), systemProperties: BATCH }]), raw: events.map(json) }),
  },
];

export function gridSchema(...events: readonly object[]): Made<AzureCall> {
  return { payload: notify(events, 'application/json; charset=utf-8'), raw: events.map(json) };
}

export function cloudEvent(event: object): Made<AzureCall> {
  return { payload: notify(event, 'application/cloudevents+json; charset=utf-8'), raw: [json(event)] };
}

function cloudEvents(events: readonly CloudEvent[]): Made<AzureCall> {
  return { payload: notify(events, 'application/cloudevents-batch+json; charset=utf-8'), raw: events.map(json) };
}

export function inHub(value: object): Made<AzureCall> {
  return one({ body: json(value) });
}

function together(events: readonly HubEvent[]): Made<AzureCall> {
  return { payload: batch(events), raw: events.map(rawOf) };
}

export function binary(event: CloudEvent, prefix: string): HubEvent {
  const { attributes, contentType, body } = toBinaryMode(event);
  const properties = Object.fromEntries(attributes.map(([name, value]) => [`${prefix}${name}`, value]));
  return {
    body,
    properties,
    ...(contentType === undefined ? {} : { systemProperties: { 'content-type': contentType } }),
  };
}

/** A blob's event: its name as it is in the subject, and encoded in the URL. */
function blob(data: object, { bucket, name, size, contentType, etag, sequence }: Upload) {
  const url = `https://my-storage-account.blob.core.windows.net/${bucket}/${encodeURI(name)}`;
  const sequencer = sequence.toString(16).padStart(32, '0');
  return {
    subject: `/blobServices/default/containers/${bucket}/blobs/${name}`,
    data: { ...data, eTag: `"${etag}"`, contentType, contentLength: size, url, sequencer },
  };
}

/** The event of a file that is complete, unlike the one that the documentation shows. */
function file(it: Upload) {
  const { subject, data } = blob(dataLake.data, it);
  return { subject, data: { ...data, api: 'FlushWithClose', url: data.url.replace('.blob.', '.dfs.') } };
}

/** Event Grid's own mapping, backwards. */
function toGridSchema({ id, source: topic, type: eventType, subject = '', data = {} }: CloudEvent): object {
  return { ...custom, id, topic, eventType, subject, data };
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
