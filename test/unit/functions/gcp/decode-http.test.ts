import { describe, expect, it } from '@jest/globals';
import { decode } from '../../../../functions/gcp/decode.ts';
import { gist, LIMITS, onlyEvent, onlyItem, onlyProblem, text } from '../decoded.ts';
import { BINARY, decodePost, EVENT } from './request.ts';

const BATCH = { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' };

describe('a request in binary mode', () => {
  it('gives its headers as attributes and its body as data', () => {
    const headers = { ...BINARY, 'ce-subject': 'order%2042%20%C3%A9', 'content-type': 'application/json', host: 'x' };
    expect(onlyEvent(decodePost(headers, '{"a":1}'))).toEqual({
      ...EVENT,
      subject: 'order 42 é',
      datacontenttype: 'application/json',
      data: { a: 1 },
    });
  });

  it('needs no body', () => {
    expect(onlyEvent(decodePost(BINARY, ''))).toEqual(EVENT);
  });

  it('keeps a lone percent sign', () => {
    expect(onlyEvent(decodePost({ ...BINARY, 'ce-subject': '100%' }, '')).subject).toBe('100%');
  });

  it.each(Object.keys(BINARY).filter((name) => name !== 'ce-specversion'))('is a problem without %s', (name) => {
    const { [name as keyof typeof BINARY]: _, ...headers } = BINARY; // a key of BINARY is what `name` is
    expect(onlyProblem(decodePost(headers, ''))).toMatchObject({ code: 'missing-attribute', at: `/${name.slice(3)}` });
  });

  it.each([
    ['ce-id', ['a', 'b']],
    ['ce-specversion', ['1.0', '1.0']],
    ['ce-waybilldepth', ['1', '2']],
  ])('is a problem when %s comes twice, since nobody can say which is meant', (name, values) => {
    expect(onlyProblem(decodePost({ ...BINARY, [name]: values }, ''))).toMatchObject({
      code: 'repeated-header',
      message: expect.stringContaining(name),
    });
  });

  it('takes a header that came once in a list, and a repeated one that is no attribute', () => {
    const headers = { ...BINARY, 'ce-id': ['e-1'], 'x-forwarded-for': ['1.1.1.1', '2.2.2.2'] };
    expect(onlyEvent(decodePost(headers, ''))).toEqual(EVENT);
  });

  it('keeps in raw what is needed to read it, and no secret', () => {
    const headers = { ...BINARY, 'content-type': 'text/plain', authorization: 'Bearer secret', host: 'x' };
    const { raw } = onlyItem(decodePost(headers, 'hello'));
    const lines = Object.entries(BINARY).map(([name, value]) => `${name}: ${value}\r\n`);
    expect(text(raw)).toBe(`${lines.join('')}content-type: text/plain\r\n\r\nhello`);
  });
});

describe('a request in structured mode', () => {
  it.each(['application/cloudevents+json', 'Application/CloudEvents+JSON; charset=UTF-8'])('is known by %s', (type) => {
    const { event, raw } = onlyItem(decodePost({ 'content-type': type }, EVENT));
    expect(event).toEqual({ ok: true, value: EVENT });
    expect(text(raw)).toBe(JSON.stringify(EVENT));
  });

  it('is also taken under any other type, as an unwrapped push without metadata comes', () => {
    for (const headers of [{}, { 'content-type': 'application/json' }, { 'content-type': 'text/plain' }])
      expect(onlyEvent(decodePost(headers, EVENT))).toEqual(EVENT);
  });

  it('is binary mode when its headers say so', () => {
    const headers = { ...BINARY, 'content-type': 'application/cloudevents+json' };
    expect(onlyEvent(decodePost(headers, EVENT)).data).toEqual(EVENT);
  });
});

describe('a request in batched mode', () => {
  it('gives each element as an item of its own lane, with its own bytes', () => {
    const items = decodePost(BATCH, [EVENT, { ...EVENT, id: 'e-2' }, null]);
    expect(gist(items)).toEqual(['e-1', 'e-2', 'not-an-event']);
    expect(new Set(items.map(({ lane }) => lane)).size).toBe(3);
    expect(items.map(({ raw }) => JSON.parse(text(raw))?.id)).toEqual(['e-1', 'e-2', undefined]);
  });

  it.each<[string, unknown]>([
    ['an empty array', []],
    ['an object', EVENT],
    ['null', null],
  ])('is one problem when it is %s', (_what, body) => {
    expect(onlyProblem(decodePost(BATCH, JSON.stringify(body))).code).toBe('not-a-batch');
  });
});

describe('a request that is too large', () => {
  const big = { ...EVENT, data: 'x'.repeat(LIMITS.event) };

  it('is refused as an event, in every mode', () => {
    expect(onlyProblem(decodePost({}, big)).code).toBe('too-large');
    expect(onlyProblem(decodePost({ 'content-type': 'application/cloudevents+json' }, big)).code).toBe('too-large');
    expect(onlyProblem(decodePost(BINARY, JSON.stringify(big))).code).toBe('too-large');
  });

  it('is refused event by event in a batch', () => {
    expect(gist(decodePost(BATCH, [EVENT, big]))).toEqual(['e-1', 'too-large']);
  });

  it('is refused as a whole before it is parsed', () => {
    expect(onlyProblem(decodePost({}, 'x'.repeat(LIMITS.batch + 1)))).toMatchObject({ code: 'too-large' });
  });
});

it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])('%s carries no event, whatever its headers say', (method) => {
  expect(decode({ method, headers: BINARY, body: Buffer.from('') }, LIMITS)).toEqual([]);
});
