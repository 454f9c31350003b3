import { describe, expect, it } from '@jest/globals';
import { decode } from '../../../../functions/aws/decode.ts';
import msk from '../../../fixtures/aws/msk.json' with { type: 'json' };
import selfManaged from '../../../fixtures/aws/self-managed-kafka.json' with { type: 'json' };
import { gist, LIMITS, onlyEvent, onlyItem, onlyProblem, text } from '../decoded.ts';

const EVENT = { specversion: '1.0', id: 'e-1', source: '/shop', type: 'order.placed' } as const;
const RECORD = { ...msk.records['mytopic-0'][0], headers: [] };

const base64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64');
const bytes = (value: string) => [...Buffer.from(value)];

function decodeRecord(change: object) {
  return decode({ ...msk, records: { 'mytopic-0': [{ ...RECORD, ...change }] } }, LIMITS);
}

function binaryHeaders(more: Readonly<Record<string, string>> = {}) {
  const { specversion, id, source, type } = EVENT;
  const all = { ce_specversion: specversion, ce_id: id, ce_source: source, ce_type: type, ...more };
  return Object.entries(all).map(([name, value]) => ({ [name]: bytes(value) }));
}

describe('a Kafka record', () => {
  it('is an event in binary mode', () => {
    const headers = binaryHeaders({ 'content-type': 'application/json', ce_subject: 'é' });
    expect(onlyEvent(decodeRecord({ headers, value: base64({ a: 1 }) }))).toEqual({
      ...EVENT,
      subject: 'é',
      datacontenttype: 'application/json',
      data: { a: 1 },
    });
  });

  it('is an event in structured mode', () => {
    const headers = [{ 'Content-Type': bytes('application/cloudevents+json; charset=utf-8') }];
    expect(onlyEvent(decodeRecord({ headers, value: base64(EVENT) }))).toEqual(EVENT);
  });

  it('is every event of a batch, under one handle', () => {
    const headers = [{ 'content-type': bytes('application/cloudevents-batch+json') }];
    const items = decodeRecord({ headers, value: base64([EVENT, 7, { ...EVENT, id: 'e-2' }]) });
    expect(gist(items)).toEqual(['e-1', 'not-an-event', 'e-2']);
    expect(new Set(items.map(({ ref }) => ref)).size).toBe(1);
  });

  it('is an event by its value alone, whether headers are empty, null or absent', () => {
    for (const headers of [[], null, undefined])
      expect(onlyEvent(decodeRecord({ headers, value: base64(EVENT) }))).toEqual(EVENT);
  });

  it('may carry a name more than once, as long as it is no attribute', () => {
    const headers = [...binaryHeaders(), { trace: bytes('a') }, { trace: bytes('b') }];
    expect(onlyEvent(decodeRecord({ headers, value: null }))).toEqual(EVENT);
  });

  it('may have its bytes signed', () => {
    const headers = binaryHeaders({ ce_subject: 'Köln' }).map((header) =>
      Object.fromEntries(Object.entries(header).map(([name, all]) => [name, all.map((byte) => (byte << 24) >> 24)])),
    );
    expect(onlyEvent(decodeRecord({ headers, value: '' })).subject).toBe('Köln');
  });

  it('is kept whole in raw, key and headers included', () => {
    const record = { ...RECORD, headers: binaryHeaders(), value: base64('{}') };
    expect(JSON.parse(text(onlyItem(decodeRecord(record)).raw))).toEqual(record);
  });

  it.each<[string, object, string]>([
    ['is no event', { value: base64('hello') }, 'bad-json'],
    ['is no base64', { value: 'SGVsbG8' }, 'bad-base64'],
    ['is base64 for URLs', { value: 'a-_=' }, 'bad-base64'],
    ['is an object', { value: { toString: 1 } }, 'bad-base64'],
    ['is empty', { value: '' }, 'empty'],
    ['is absent', { value: undefined }, 'tombstone'],
    ['is too large', { value: base64('x'.repeat(LIMITS.event + 3)) }, 'too-large'],
  ])('is a problem when its value %s', (_what, change, code) => {
    expect(onlyProblem(decodeRecord(change)).code).toBe(code);
  });

  it('takes a value of just the size that is allowed', () => {
    const data = 'x'.repeat(LIMITS.event - JSON.stringify({ ...EVENT, data: '' }).length);
    expect(onlyEvent(decodeRecord({ value: base64({ ...EVENT, data }) })).id).toBe('e-1');
  });

  it.each<[string, unknown, string]>([
    ['are an object', {}, 'bad-header'],
    ['are text', 'ce_id', 'bad-header'],
    ['hold text', [{ ce_id: 'abc' }], 'bad-header'],
    ['hold halves', [{ ce_id: [1.5] }], 'bad-header'],
    ['hold more than a byte', [{ ce_id: [256] }], 'bad-header'],
    ['hold less than a byte', [{ ce_id: [-129] }], 'bad-header'],
    ['are not UTF-8', [{ ce_id: [0xff] }], 'bad-utf8'],
    ['name an attribute twice', [...binaryHeaders(), { CE_ID: bytes('b') }], 'repeated-header'],
    ['name the content type twice', [{ 'content-type': [] }, { 'Content-Type': [] }], 'repeated-header'],
    ['name no type', [{ ce_specversion: bytes('1.0') }], 'missing-attribute'],
    ['name __proto__', [...binaryHeaders(), { ce___proto__: bytes('x') }], 'bad-attribute-name'],
  ])('is a problem when its headers %s', (_what, headers, code) => {
    expect(onlyProblem(decodeRecord({ headers, value: '' })).code).toBe(code);
  });
});

describe('the place of a record', () => {
  it('is its own topic, partition and offset, whatever the map’s key says', () => {
    const record = { ...RECORD, topic: 'my-topic-9', partition: 3, offset: 77 };
    const { ref, lane } = onlyItem(decode({ ...msk, records: { 'wrong-0': [record] } }, LIMITS));
    expect(ref).toEqual({ kind: 'kafka', source: 'aws:kafka', partition: 'my-topic-9-3', offset: 77 });
    expect(lane).toBe('my-topic-9-3');
  });

  it('is of the payload’s own source', () => {
    expect(onlyItem(decode(selfManaged, LIMITS)).ref).toMatchObject({ source: 'SelfManagedKafka', offset: 15 });
  });

  it.each<[string, object]>([
    ['an offset above 2^53', { offset: 2 ** 53 }],
    ['a negative offset', { offset: -1 }],
    ['an offset that is text', { offset: '15' }],
    ['no offset', { offset: undefined }],
    ['half a partition', { partition: 0.5 }],
    ['no topic', { topic: '' }],
    ['a topic that is an object', { topic: { toString: 1 } }],
    ['a negative time', { timestamp: -2 }],
    ['a time that is text', { timestamp: '2026' }],
  ])('is a problem with %s, and then the batch cannot be answered in part', (_what, change) => {
    const items = decodeRecord({ value: base64(EVENT), ...change });
    expect(onlyProblem(items).code).toBe('bad-record');
    expect(onlyItem(items).ref).toEqual({ kind: 'whole' });
  });

  it.each([-1, undefined])('may come without a time: %j', (timestamp) => {
    expect(onlyEvent(decodeRecord({ value: base64(EVENT), timestamp }))).toEqual(EVENT);
  });
});

it('gives an item for every record of every partition, in order', () => {
  const at = (partition: number, offset: number) => ({
    ...RECORD,
    partition,
    offset,
    value: base64({ ...EVENT, id: `${partition}/${offset}` }),
  });
  const records = { 'mytopic-0': [at(0, 1), at(0, 2)], 'mytopic-1': [at(1, 8)], 'mytopic-2': [], 'mytopic-3': null };
  const items = decode({ ...msk, records }, LIMITS);
  expect(gist(items)).toEqual(['0/1', '0/2', '1/8', 'bad-record']);
  expect(items.slice(0, 3).map(({ lane }) => lane)).toEqual(['mytopic-0', 'mytopic-0', 'mytopic-1']);
});
