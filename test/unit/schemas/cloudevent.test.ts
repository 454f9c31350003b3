import { describe, expect, it } from '@jest/globals';
import { attribute, type CloudEvent, parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';

const MINIMAL = { specversion: '1.0', id: '1', source: '/shop', type: 'order.placed' };

function problemOf(input: unknown) {
  const result = parseCloudEvent(input);
  return result.ok ? undefined : result.error;
}

const VALID: Readonly<Record<string, object>> = {
  'the four required attributes': {},
  'a subject of any characters': { subject: 'bilder/größe 😀.png' },
  'a URN as the source': { source: 'urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66' },
  'a source with an IPv6 host': { source: 'kafka://[::1]:9092/orders' },
  'a source that is a bare word': { source: 'cloudevents' },
  'a source with a query and a fragment': { source: '/a/b?c=d#e' },
  'a time in UTC': { time: '2026-01-31T12:00:00Z' },
  'a time with an offset and a fraction': { time: '2026-01-31T12:00:00.123456789+05:30' },
  'a leap day': { time: '2024-02-29T00:00:00Z' },
  'a leap day in the year 0': { time: '0000-02-29T00:00:00Z' },
  'a leap second': { time: '2016-12-31T23:59:60Z' },
  'a time in small letters': { time: '2026-01-31t12:00:00z' },
  'a media type with parameters': { datacontenttype: 'text/xml; charset=utf-8' },
  'a data schema': { dataschema: 'https://schemas.example/order#v1' },
  'an extension of each type': { astring: '', abool: false, aninteger: -2147483648, anotherone: 2147483647 },
  'an extension that has the name of an object’s own': { constructor: 'x', valueof: 'y' },
  'data that is null': { data: null },
  'data that is false, zero or empty': { data: [false, 0, '', {}, []] },
  'data that is a string': { data: 'hello', datacontenttype: 'text/plain' },
  'bytes in base64': { data_base64: 'AAECAw==', datacontenttype: 'application/octet-stream' },
  'no bytes in base64': { data_base64: '' },
};

describe('parseCloudEvent takes', () => {
  it.each(Object.entries(VALID))('%s, and changes nothing', (_sentence, members) => {
    const event = { ...MINIMAL, ...members };
    expect(parseCloudEvent(event)).toEqual({ ok: true, value: event });
  });
});

const MISSING = 'missing-attribute';
const BAD = 'bad-attribute';
const NAME = 'bad-attribute-name';

const INVALID: Readonly<Record<string, readonly [members: object, code: string, at: string]>> = {
  'no specversion': [{ specversion: undefined }, MISSING, '/specversion'],
  'an older specversion': [{ specversion: '0.3' }, BAD, '/specversion'],
  'a specversion that is a number': [{ specversion: 1 }, BAD, '/specversion'],
  'no id': [{ id: undefined }, MISSING, '/id'],
  'an id that is null': [{ id: null }, MISSING, '/id'],
  'an empty id': [{ id: '' }, BAD, '/id'],
  'an id that is a number': [{ id: 1 }, BAD, '/id'],
  'no source': [{ source: undefined }, MISSING, '/source'],
  'an empty source': [{ source: '' }, BAD, '/source'],
  'a source with a space': [{ source: 'my shop' }, BAD, '/source'],
  'a source with a bar, which would make claims ambiguous': [{ source: 'a|b' }, BAD, '/source'],
  'a source outside of ASCII': [{ source: '/größe' }, BAD, '/source'],
  'a source with a broken percent sign': [{ source: '/100%' }, BAD, '/source'],
  'a source whose scheme is none': [{ source: '1a:b' }, BAD, '/source'],
  'a source with two fragments': [{ source: '/a#b#c' }, BAD, '/source'],
  'no type': [{ type: undefined }, MISSING, '/type'],
  'an empty type': [{ type: '' }, BAD, '/type'],
  'an empty subject': [{ subject: '' }, BAD, '/subject'],
  'a control character': [{ subject: 'a\u0007b' }, BAD, '/subject'],
  'a control character of the second block': [{ id: 'a\u0085' }, BAD, '/id'],
  'an unpaired high surrogate': [{ id: 'a\ud83d' }, BAD, '/id'],
  'an unpaired low surrogate in an extension': [{ ext: '\udc00a' }, BAD, '/ext'],
  'a noncharacter': [{ subject: 'a\ufffe' }, BAD, '/subject'],
  'a date without a time': [{ time: '2026-01-31' }, BAD, '/time'],
  'a time without an offset': [{ time: '2026-01-31T12:00:00' }, BAD, '/time'],
  'the 24th hour': [{ time: '2026-01-31T24:00:00Z' }, BAD, '/time'],
  'an offset of a day': [{ time: '2026-01-31T12:00:00+24:00' }, BAD, '/time'],
  'a leap day in a common year': [{ time: '2025-02-29T00:00:00Z' }, BAD, '/time'],
  'a leap day in 1900': [{ time: '1900-02-29T00:00:00Z' }, BAD, '/time'],
  'a month 13': [{ time: '2026-13-01T00:00:00Z' }, BAD, '/time'],
  'a day 0': [{ time: '2026-01-00T00:00:00Z' }, BAD, '/time'],
  'a time that is a number': [{ time: 1_767_225_600 }, BAD, '/time'],
  'a media type without a subtype': [{ datacontenttype: 'json' }, BAD, '/datacontenttype'],
  'a data schema that is relative': [{ dataschema: '/order' }, BAD, '/dataschema'],
  'an extension with capitals': [{ traceParent: 'x' }, NAME, '/traceParent'],
  'an extension with an underscore': [{ trace_id: 'x' }, NAME, '/trace_id'],
  'an empty name': [{ '': 'x' }, NAME, '/'],
  'a name that a JSON Pointer escapes': [{ 'a/b~c': 'x' }, NAME, '/a~1b~0c'],
  'an extension that is an object': [{ ext: {} }, BAD, '/ext'],
  'an extension that is an array': [{ ext: [1] }, BAD, '/ext'],
  'an extension that is a fraction': [{ ext: 1.5 }, BAD, '/ext'],
  'an extension of more than 32 bits': [{ ext: 2147483648 }, BAD, '/ext'],
  'both payloads': [{ data: 1, data_base64: 'AA==' }, 'two-payloads', '/data_base64'],
  'both payloads, one of them null': [{ data: null, data_base64: 'AA==' }, 'two-payloads', '/data_base64'],
  'base64 that is a number': [{ data_base64: 12 }, 'bad-base64', '/data_base64'],
  'base64 without its padding': [{ data_base64: 'AAE' }, 'bad-base64', '/data_base64'],
  'base64 with padding inside': [{ data_base64: 'AA==AAAA' }, 'bad-base64', '/data_base64'],
  'base64 for URLs': [{ data_base64: 'AA-_' }, 'bad-base64', '/data_base64'],
  'base64 with a line break': [{ data_base64: 'AAAA\nAAA' }, 'bad-base64', '/data_base64'],
};

describe('parseCloudEvent refuses', () => {
  it.each(Object.entries(INVALID))('%s, and names the place', (_sentence, [members, code, at]) => {
    expect(problemOf({ ...MINIMAL, ...members })).toMatchObject({ code, at });
  });

  it.each([null, undefined, 1, 'text', true, [], [MINIMAL]])('%j, which is no object', (input) => {
    expect(problemOf(input)).toMatchObject({ code: 'not-an-event' });
  });

  it('__proto__ as an attribute, which no event may have', () => {
    const input: unknown = JSON.parse(`${JSON.stringify(MINIMAL).slice(0, -1)},"__proto__":{"id":"x"}}`);
    expect(problemOf(input)).toMatchObject({ code: NAME, at: '/__proto__' });
  });

  it('data that nests 100,000 deep', () => {
    const deep = `{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(problemOf(JSON.parse(deep))).toMatchObject({ code: 'too-deep' });
  });

  it('broken base64 of many megabytes', () => {
    const payload = `${'A'.repeat(32 * 1024 * 1024 - 1)}*`;
    expect(problemOf({ ...MINIMAL, data_base64: payload })).toMatchObject({ code: 'bad-base64' });
  });

  it('a payload without showing it', () => {
    expect(JSON.stringify(problemOf({ ...MINIMAL, data_base64: 'secret!' }))).not.toContain('secret');
    expect(JSON.stringify(problemOf('secret'))).not.toContain('secret');
  });
});

describe('parseCloudEvent reads', () => {
  it('attributes that are null or undefined as absent', () => {
    const result = parseCloudEvent({ ...MINIMAL, subject: null, ext: null, time: undefined, data_base64: null });
    expect(result).toEqual({ ok: true, value: MINIMAL });
    expect(result.ok && Object.keys(result.value)).toEqual(Object.keys(MINIMAL));
  });

  it.each(['application/json', 'text/json; charset=utf-8', 'application/vnd.shop.order+json'])(
    'base64 of %s as data',
    (datacontenttype) => {
      const data_base64 = Buffer.from('{"a":[1]}').toString('base64');
      expect(parseCloudEvent({ ...MINIMAL, datacontenttype, data_base64 })).toEqual({
        ok: true,
        value: { ...MINIMAL, datacontenttype, data: { a: [1] } },
      });
    },
  );

  it.each([
    ['{', 'bad-json'],
    ['', 'empty'],
    ['\xff', 'bad-utf8'],
  ])('base64 of JSON that is %j as a problem of the payload', (text, code) => {
    const data_base64 = Buffer.from(text, 'latin1').toString('base64');
    expect(problemOf({ ...MINIMAL, datacontenttype: 'application/json', data_base64 })).toMatchObject({
      code,
      at: '/data_base64',
    });
  });

  it('__proto__ inside the data as a key like any other', () => {
    const event: unknown = JSON.parse(`${JSON.stringify(MINIMAL).slice(0, -1)},"data":{"__proto__":{"admin":true}}}`);
    const result = parseCloudEvent(event);
    expect(result.ok && JSON.stringify(result.value.data)).toBe('{"__proto__":{"admin":true}}');
    expect(result.ok && Reflect.get(Object(result.value.data), 'admin')).toBeUndefined();
  });
});

describe('attribute', () => {
  const event = { ...MINIMAL, ext: 7, data: 1 } as unknown as CloudEvent; // an extension is no field of the type

  it('gives attributes and extensions by name', () => {
    expect([attribute(event, 'id'), attribute(event, 'ext')]).toEqual(['1', 7]);
  });

  it.each(['data', 'data_base64', 'toString', 'constructor', '__proto__'])('gives nothing for %s', (name) => {
    expect(attribute(event, name)).toBeUndefined();
  });
});
