import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromKafka } from '../../../../functions/aws/kafka.ts';
import { type NewRecord, toRecord } from '../../../../functions/kafka/client/publish/publisher-record.ts';
import { decode } from '../../../../functions/kafka/decode.ts';
import { type CloudEvent, parseCloudEvent } from '../../../../shared/schemas/cloudevent.ts';
import { EVENT, published } from '../published-events.ts';

const limits = { event: 2 ** 20, batch: 2 ** 20 };
const binary = { name: 'orders', mode: 'binary' } as const;

/** What the worker reads of a record, and what Lambda hands to the AWS adapter. */
function readBack(record: NewRecord) {
  const key = Buffer.from(record.key);
  const headers = Object.entries(record.headers).map(
    ([name, value]) => [Buffer.from(name), Buffer.from(value)] as const,
  );
  const place = { topic: record.topic, partition: 0 };
  const worker = decode([{ ...place, offset: 0n, timestamp: -1n, key, value: record.value, headers }], limits);
  const lambda = {
    ...{ ...place, offset: 0, timestamp: -1, key: key.toString('base64'), value: record.value.toString('base64') },
    headers: headers.map(([name, value]) => ({ [name.toString()]: [...value] })),
  };
  const aws = fromKafka({ eventSource: 'aws:kafka', records: { 'orders-0': [lambda] } }, limits);
  return [worker, aws].map((items) => items.map(({ event }) => event));
}

/** In binary mode every attribute is text (CloudEvents 1.0.2, §3.1). */
function inText(event: CloudEvent) {
  const { data, data_base64, ...attributes } = event;
  const named = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)]));
  return { ...named, ...(data !== undefined && { data }), ...(data_base64 !== undefined && { data_base64 }) };
}

const words = fc.constantFrom('a', 'b/ü', '50 % + 😀.jpg', ' x ');
const mediaTypes = ['application/json', 'text/json', 'application/x+json; v=1', 'text/plain', 'TEXT/csv', 'image/png'];
const payload = fc.oneof(
  fc.record({ data: fc.jsonValue() }),
  fc.record({ data: fc.string({ unit: 'binary' }) }),
  fc.uint8Array().map((bytes) => ({ data_base64: Buffer.from(bytes).toString('base64') })),
  fc.constant({}),
);
const anyEvent = fc
  .record(
    {
      subject: words,
      datacontenttype: fc.constantFrom(...mediaTypes),
      ...{ partitionkey: words, waybilldepth: fc.integer({ max: 9 }), flag: fc.boolean() },
    },
    { requiredKeys: [] },
  )
  .chain((attributes) => payload.map((data) => ({ ...attributes, ...data })))
  .map((members) => {
    const given = { specversion: '1.0', id: 'e-1', source: '/shop', type: 'order.placed', ...members };
    return parseCloudEvent(JSON.parse(JSON.stringify(given)));
  })
  // Bytes with a media type of JSON that are none.
  .filter((parsed) => parsed.ok)
  .map(({ value }) => value);

describe('a record of an event', () => {
  it.each(published)('is read as it was written in structured mode: %s', (_what, event) => {
    const record = toRecord(event, { name: 'orders', mode: 'structured' });
    expect(readBack(record)).toEqual([[{ ok: true, value: event }], [{ ok: true, value: event }]]);
  });

  it('is read as it was written in structured mode, whatever the event', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const record = toRecord(event, { name: 'orders', mode: 'structured' });
        expect(readBack(record)).toEqual([[{ ok: true, value: event }], [{ ok: true, value: event }]]);
      }),
    );
  });

  it('is read as it was written in binary mode, whatever the event, but that attributes are text', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const record = toRecord(event, binary);
        const isWhole = record.headers['content-type'] === 'application/cloudevents+json';
        const value = isWhole ? event : inText(event);
        expect(readBack(record)).toEqual([[{ ok: true, value }], [{ ok: true, value }]]);
      }),
    );
  });

  it('in binary mode has the attributes as headers and the data as it is', () => {
    const { data, ...event } = EVENT;
    const record = toRecord({ ...event, datacontenttype: 'image/png', data_base64: 'iVBORw0KGgo=' }, binary);
    expect(record).toMatchObject({ topic: 'orders', key: 'order-1', value: Buffer.from('iVBORw0KGgo=', 'base64') });
    expect(record.headers).toMatchObject({ ce_id: 'e-1', ce_subject: 'order-1', 'content-type': 'image/png' });
    expect(record.headers).not.toHaveProperty('ce_datacontenttype');
  });

  it('in binary mode is no tombstone when there is no data', () => {
    const { data, datacontenttype, ...event } = EVENT;
    expect(toRecord(event, binary)).toMatchObject({ value: Buffer.alloc(0), headers: { ce_specversion: '1.0' } });
  });

  it.each<[string, Partial<CloudEvent>]>([
    ['text with a media type of bytes', { datacontenttype: 'image/png', data: 'x' }],
    ['an object with a media type of text', { datacontenttype: 'text/plain', data: { a: 1 } }],
    ['empty text', { datacontenttype: 'text/plain', data: '' }],
    ['no bytes at all', { datacontenttype: 'image/png', data_base64: '' }],
    ['bytes without a media type', { data_base64: 'NQ==' }],
  ])('stays in structured mode where binary mode would change it: %s', (_what, members) => {
    const event = { specversion: '1.0', id: 'e-1', source: '/shop', type: 'order.placed', ...members } as const;
    expect(toRecord(event, binary).headers).toEqual({ 'content-type': 'application/cloudevents+json' });
  });

  it('has the event’s id for a key where it has no subject', () => {
    const { subject, ...event } = EVENT;
    expect(toRecord(event, binary).key).toBe('e-1');
  });
});
