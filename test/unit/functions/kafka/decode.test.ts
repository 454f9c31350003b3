import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decode, type KafkaRecord } from '../../../../functions/kafka/decode.ts';
import { gist, LIMITS, onlyEvent, onlyItem, onlyProblem, text } from '../decoded.ts';
import { binaryRecord, EVENT, framed, headers, record } from './records.ts';

const STRUCTURED = headers(['content-type', 'application/cloudevents+json; charset=UTF-8']);
const BATCHED = headers(['content-type', 'application/cloudevents-batch+json']);

const decodeOne = (one: KafkaRecord) => decode([one], LIMITS);

describe('a record', () => {
  it('is an event in structured mode', () => {
    expect(onlyEvent(decodeOne(record(EVENT, { headers: STRUCTURED })))).toEqual(EVENT);
  });

  it('that nobody thought of is a problem, and stops none of its neighbours', () => {
    const odd = record(EVENT, { headers: [[null as unknown as Uint8Array, null]] }); // no header of Kafka's is like it
    const [first, second] = decode([odd, record(EVENT)], LIMITS);
    expect(first?.event).toMatchObject({ ok: false, error: { code: 'unreadable-record' } });
    expect(second?.event).toMatchObject({ ok: true, value: EVENT });
  });

  it('is an event in binary mode', () => {
    const event = { ...EVENT, subject: 'Köln', datacontenttype: 'application/json', data: { a: [1] } };
    expect(onlyEvent(decodeOne(binaryRecord(event)))).toEqual(event);
  });

  it('is an event in binary mode whatever the case of its headers', () => {
    const upper = headers(
      ['CE_specversion', '1.0'],
      ['Ce_Id', 'e-1'],
      ['ce_SOURCE', '/shop'],
      ['ce_type', 'order.placed'],
    );
    expect(onlyEvent(decodeOne(record('', { value: null, headers: upper })))).toEqual(EVENT);
  });

  it('is every event of a batch, under one handle', () => {
    const items = decodeOne(record([EVENT, 7, { ...EVENT, id: 'e-2' }], { headers: BATCHED }));
    expect(gist(items)).toEqual(['e-1', 'not-an-event', 'e-2']);
    expect(new Set(items.map(({ ref }) => ref)).size).toBe(1);
    expect(items.map(({ raw }) => text(raw))).toEqual([
      JSON.stringify(EVENT),
      '7',
      JSON.stringify({ ...EVENT, id: 'e-2' }),
    ]);
  });

  it('is an event by its value alone, with headers that say nothing of one or without', () => {
    const others = headers(['traceparent', '00-1'], ['traceparent', '00-2'], ['empty', null]);
    for (const given of [[], others]) expect(onlyEvent(decodeOne(record(EVENT, { headers: given })))).toEqual(EVENT);
  });

  it('has what an attribute without a value does not say', () => {
    expect(onlyEvent(decodeOne(binaryRecord(EVENT, headers(['ce_subject', null]))))).toEqual(EVENT);
  });

  it('may have no time and no key, and an offset beyond 2^53', () => {
    const { ref, event } = onlyItem(decodeOne(record(EVENT, { timestamp: -1n, key: null, offset: 2n ** 62n })));
    expect(ref).toEqual({ topic: 'orders', partition: 3, offset: 2n ** 62n });
    expect(event).toMatchObject({ ok: true, value: EVENT });
  });

  it('is kept as its value, which is not copied', () => {
    for (const given of [[], STRUCTURED, headers(['authorization', 'secret'])]) {
      const one = record(EVENT, { headers: given });
      expect(onlyItem(decodeOne(one)).raw).toBe(one.value);
    }
  });

  it('in binary mode is kept with the headers that are a part of the event, and no other', () => {
    const one = binaryRecord(
      { ...EVENT, data: { a: 1 } },
      headers(['authorization', 'secret'], ['content-type', null]),
    );
    expect(text(onlyItem(decodeOne(one)).raw)).toBe(
      'ce_specversion: 1.0\r\nce_id: e-1\r\nce_source: /shop\r\nce_type: order.placed\r\n\r\n{"a":1}',
    );
  });

  it('is handed on whole, for the copy of a letter', () => {
    const one = record('x', { key: Buffer.from('k') });
    expect(onlyItem(decodeOne(one)).origin).toBe(one);
  });
});

describe('the lanes of a partition', () => {
  const lanes = (...records: readonly KafkaRecord[]) => decode(records, LIMITS).map(({ lane }) => lane);

  it('are its subjects: the events of one come one after another', () => {
    const [first, second, other] = lanes(
      record({ ...EVENT, subject: 'a' }),
      record({ ...EVENT, subject: 'a' }, { offset: 42n }),
      record({ ...EVENT, subject: 'b' }, { offset: 43n }),
    );
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it('are another for the same subject in another partition or topic', () => {
    const event = { ...EVENT, subject: 'a' };
    const all = lanes(record(event), record(event, { partition: 4 }), record(event, { topic: 'orders-2' }));
    expect(new Set(all).size).toBe(3);
  });

  it('are one for each event without a subject, and for each that is none', () => {
    const all = [
      record(EVENT),
      record('{', { offset: 42n }),
      record([EVENT, EVENT], { offset: 43n, headers: BATCHED }),
    ];
    expect(new Set(lanes(...all)).size).toBe(4);
  });

  it('are held back while one of them fails, which is brought again at once', () => {
    expect(onlyItem(decodeOne(record(EVENT)))).toMatchObject({ atOnce: true, inOrder: true });
  });

  it('of one record know how many they are', () => {
    const several = decodeOne(record([EVENT, EVENT], { headers: BATCHED }));
    expect(several.map(({ ref }) => ref.items)).toEqual([2, 2]);
  });
});

const invalid = Buffer.from([0x7b, 0xff, 0x7d]);
const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

describe('a record that is no event', () => {
  it.each<[what: string, code: string, one: KafkaRecord]>([
    ['a tombstone', 'tombstone', record('', { value: null })],
    [
      'a tombstone with a key and the content type of an event',
      'tombstone',
      record('', { value: null, key: Buffer.from('k'), headers: STRUCTURED }),
    ],
    ['an empty value', 'empty', record('')],
    ['a value that is no JSON', 'bad-json', record('hello')],
    ['a value that is not UTF-8', 'bad-utf8', record('', { value: invalid })],
    ['JSON that is no event', 'missing-attribute', record({ hello: 'world' })],
    ['a header that says CloudEvents and a value that is none', 'bad-json', record('hello', { headers: STRUCTURED })],
    ['a header that says a batch and a value that is one event', 'not-a-batch', record(EVENT, { headers: BATCHED })],
    ['a batch of nothing', 'not-a-batch', record([], { headers: BATCHED })],
    ['an attribute that comes twice', 'repeated-header', binaryRecord(EVENT, headers(['CE_id', 'e-2']))],
    ['an attribute that is not UTF-8', 'bad-utf8', binaryRecord(EVENT, headers(['ce_subject', invalid]))],
    ['a content type that comes twice', 'repeated-header', record(EVENT, { headers: [...STRUCTURED, ...BATCHED] })],
    ['binary mode without an id', 'missing-attribute', record('', { headers: headers(['ce_specversion', '1.0']) })],
    ['binary mode with data in a header', 'bad-attribute-name', binaryRecord(EVENT, headers(['ce_data', '{}']))],
    [
      'binary mode whose value is not the JSON that it says',
      'bad-json',
      { ...binaryRecord({ ...EVENT, datacontenttype: 'application/json', data: 1 }), value: Buffer.from('{') },
    ],
    ['a value of a schema registry', 'schema-registry', record('', { value: framed(42, JSON.stringify(EVENT)) })],
    [
      'a value of a schema registry that says CloudEvents',
      'schema-registry',
      record('', { value: framed(42, JSON.stringify(EVENT)), headers: STRUCTURED }),
    ],
    ['zeros that are too few for a schema’s number', 'bad-json', record('', { value: Buffer.alloc(4) })],
    ['a value deeper than any event', 'too-deep', record(deep)],
    ['a value over the limit', 'too-large', record('', { value: Buffer.alloc(LIMITS.event + 1) })],
    [
      'a value over the limit in the form of a registry',
      'too-large',
      record('', { value: framed(1, 'x'.repeat(LIMITS.event)) }),
    ],
  ])('is a problem with a code: %s', (_what, code, one) => {
    expect(onlyProblem(decodeOne(one))).toMatchObject({ code });
    expect(onlyItem(decodeOne(one)).ref).toEqual({ topic: 'orders', partition: 3, offset: 41n });
  });

  it('of a schema registry names the schema', () => {
    const problem = onlyProblem(decodeOne(record('', { value: framed(4_000_000_000, '{}') })));
    expect(problem).toMatchObject({ got: 'a value of schema 4000000000' });
  });

  it('of a schema registry whose data is not JSON is an event in binary mode', () => {
    const value = framed(42, 'avro');
    const named = binaryRecord({ ...EVENT, datacontenttype: 'application/avro' });
    expect(onlyEvent(decodeOne({ ...named, value }))).toMatchObject({ data_base64: value.toString('base64') });
  });

  it('that stands for damaged ones is a letter that names their place', () => {
    const one = record('', { value: null, offset: 7n, unreadable: { to: 13n, reason: 'bad gzip' } });
    const item = onlyItem(decodeOne(one));
    expect(onlyProblem([item])).toMatchObject({ code: 'damaged-record', message: expect.stringMatching(/bad gzip$/) });
    expect(String(item.raw)).toBe('orders/3, offsets 7 to 13');
  });

  it('stands beside those that are, each under its own handle', () => {
    const all = [
      record(EVENT),
      record('', { value: null, offset: 42n }),
      record({ ...EVENT, id: 'e-2' }, { offset: 43n }),
    ];
    const items = decode(all, LIMITS);
    expect(gist(items)).toEqual(['e-1', 'tombstone', 'e-2']);
    expect(items.map(({ ref }) => ref.offset)).toEqual([41n, 42n, 43n]);
  });
});

const anyBytes = fc.uint8Array({ maxLength: 40 });
const anyName = fc.oneof(
  anyBytes,
  fc
    .constantFrom('content-type', 'ce_id', 'ce_specversion', 'CE_TYPE', 'ce_', 'ce___proto__')
    .map((name) => Buffer.from(name)),
);
const anyValue = fc.oneof(
  anyBytes,
  fc.constantFrom('1.0', 'application/cloudevents+json').map((text) => Buffer.from(text)),
);

it('whatever lies in a topic is at least one item for each record', () => {
  const anyRecord = fc.record({
    headers: fc.array(fc.tuple(anyName, fc.option(anyValue)), { maxLength: 5 }),
    value: fc.option(
      fc.oneof(
        anyBytes,
        fc.json().map((json) => Buffer.from(json)),
      ),
    ),
    key: fc.option(anyBytes),
    timestamp: fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }),
  });
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 4 }), (given) => {
      const all = given.map((one, n) => record('', { ...one, offset: BigInt(n) }));
      const named = new Set(decode(all, LIMITS).map(({ ref }) => ref.offset));
      return named.size === all.length;
    }),
    { numRuns: 1_000 },
  );
});
