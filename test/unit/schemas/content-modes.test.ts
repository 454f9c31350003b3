import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CloudEvent, parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';
import {
  fromBatchedMode,
  fromBinaryMode,
  fromMediaType,
  fromStructuredMode,
  toBinaryMode,
} from '../../../shared/schemas/content-modes.ts';

const ATTRIBUTES = [
  ['specversion', '1.0'],
  ['id', '1'],
  ['source', '/shop'],
  ['type', 'order.placed'],
] as const;
const EVENT = Object.fromEntries(ATTRIBUTES);

function binary(contentType: string | undefined, body: string | Uint8Array, more: readonly [string, string][] = []) {
  return fromBinaryMode({ attributes: [...ATTRIBUTES, ...more], contentType, body: Buffer.from(body) });
}

describe('a message in binary mode', () => {
  it.each<[string, string | undefined, string, object]>([
    ['JSON as data', 'application/json', '{"a":1}', { data: { a: 1 } }],
    ['JSON with a suffix as data', 'application/x+json; charset=utf-8', '[1]', { data: [1] }],
    ['text as a string', 'text/plain', '{"a":1}', { data: '{"a":1}' }],
    ['other bytes as base64', 'application/octet-stream', '{}', { data_base64: 'e30=' }],
    ['JSON without a media type as data', undefined, '"x"', { data: 'x' }],
    ['other bytes without a media type as base64', undefined, 'x', { data_base64: 'eA==' }],
    ['an empty body as no data', 'application/json', '', {}],
  ])('gives %s', (_what, contentType, body, payload) => {
    const type = contentType === undefined ? {} : { datacontenttype: contentType };
    expect(binary(contentType, body)).toEqual({ ok: true, value: { ...EVENT, ...type, ...payload } });
  });

  it.each<[string, string, Uint8Array, string, string]>([
    ['JSON that is none', 'application/json', Buffer.from('{'), 'bad-json', '/data'],
    ['text that is not UTF-8', 'text/plain', Buffer.from([0xff]), 'bad-utf8', '/data'],
    ['a media type that is none', 'json', Buffer.from('{}'), 'bad-attribute', '/datacontenttype'],
  ])('refuses %s', (_what, contentType, body, code, at) => {
    expect(binary(contentType, body)).toMatchObject({ ok: false, error: { code, at } });
  });

  it.each(['data', 'data_base64'])('refuses an attribute named %s, which would stand in for the body', (name) => {
    expect(binary(undefined, '', [[name, 'AA==']])).toMatchObject({
      ok: false,
      error: { code: 'bad-attribute-name', at: `/${name}` },
    });
  });

  it('refuses an attribute named __proto__', () => {
    expect(binary(undefined, '', [['__proto__', 'x']])).toMatchObject({ ok: false, error: { at: '/__proto__' } });
  });

  it('is read as it was written', () => {
    const event = fc.record(
      {
        subject: fc.constantFrom('a', 'b/ü'),
        datacontenttype: fc.constantFrom('application/json', 'application/x+json', 'text/json'),
        data: fc.jsonValue(),
      },
      { requiredKeys: ['datacontenttype'] },
    );
    fc.assert(
      fc.property(event, (members) => {
        const parsed = parseCloudEvent(JSON.parse(JSON.stringify({ ...EVENT, ...members })));
        expect(fromBinaryMode(toBinaryMode(eventOf(parsed)))).toEqual(parsed);
      }),
    );
  });
});

function eventOf(result: ReturnType<typeof parseCloudEvent>): CloudEvent {
  if (result.ok) return result.value;
  throw new Error(result.error.message);
}

describe('a message in structured mode', () => {
  it('is one event and its own bytes', () => {
    const body = Buffer.from(JSON.stringify(EVENT));
    expect(fromStructuredMode(body)).toEqual({ event: { ok: true, value: EVENT }, raw: body });
  });

  it('is told by its media type', () => {
    const body = Buffer.from(JSON.stringify(EVENT));
    const wanted = [{ event: { ok: true, value: EVENT }, raw: body }];
    expect(fromMediaType('application/cloudevents+json; charset=utf-8', body)).toEqual(wanted);
    expect(fromMediaType('application/json', body)).toBeUndefined();
    expect(fromMediaType(undefined, body)).toBeUndefined();
  });
});

describe('a message in batched mode', () => {
  it('gives each event, good or bad, with its own bytes', () => {
    const parts = fromBatchedMode(Buffer.from(JSON.stringify([EVENT, { id: 1 }])));
    expect(parts.map(({ event, raw }) => [event.ok, Buffer.from(raw).toString()])).toEqual([
      [true, JSON.stringify(EVENT)],
      [false, '{"id":1}'],
    ]);
  });

  it.each(['[]', '{}', '"x"', '['])('that is %s is one problem with all the bytes', (text) => {
    const parts = fromMediaType('application/cloudevents-batch+json', Buffer.from(text));
    expect(parts).toMatchObject([{ event: { ok: false }, raw: Buffer.from(text) }]);
  });
});
