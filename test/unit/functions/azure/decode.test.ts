import { describe, expect, it } from '@jest/globals';
import { decode } from '../../../../functions/azure/decode.ts';
import custom from '../../../fixtures/azure/custom-topic.event-grid.json' with { type: 'json' };
import validation from '../../../fixtures/azure/subscription-validation.json' with { type: 'json' };
import { LIMITS, onlyEvent, onlyItem, onlyProblem, text } from '../decoded.ts';

const EVENT = { specversion: '1.0', id: 'e-1', source: '/shop', type: 'order.placed', data: { a: 1 } } as const;

describe('an event in the CloudEvents schema', () => {
  it('is taken as it is, extensions included', () => {
    const event = { ...EVENT, subject: 'o-1', time: '2026-01-31T12:00:00Z', traceparent: '00-1' };
    const { event: decoded, raw } = onlyItem(decode(event, LIMITS));
    expect(decoded).toEqual({ ok: true, value: event });
    expect(JSON.parse(text(raw))).toEqual(event);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'not-an-event'],
    ['null', null, 'not-an-event'],
    ['a text, as the library gives what is no JSON', 'hello', 'not-an-event'],
    ['an array', [EVENT], 'not-an-event'],
    ['an empty object', {}, 'missing-attribute'],
    ['an event of version 0.3', { ...EVENT, specversion: '0.3' }, 'bad-attribute'],
    ['an event with two payloads', { ...EVENT, data_base64: '' }, 'two-payloads'],
    ['an event that is too large', { ...EVENT, data: 'x'.repeat(LIMITS.event) }, 'too-large'],
  ])('is a problem when it is %s', (_what, payload, code) => {
    expect(onlyProblem(decode(payload, LIMITS)).code).toBe(code);
  });
});

describe('an event in Event Grid’s schema', () => {
  it('is mapped as Event Grid maps it', () => {
    expect(onlyEvent(decode(custom, LIMITS))).toEqual({
      specversion: '1.0',
      id: custom.id,
      source: custom.topic,
      type: 'recordInserted',
      subject: 'myapp/vehicles/motorcycles',
      time: '2017-08-10T21:03:07+00:00',
      data: { make: 'Ducati', model: 'Monster' },
    });
  });

  it('has no subject when Event Grid’s is empty, which no CloudEvent may have', () => {
    expect(onlyEvent(decode(validation, LIMITS))).not.toHaveProperty('subject');
  });

  it('may have no data, or null', () => {
    const { data: _, ...bare } = custom;
    expect(onlyEvent(decode(bare, LIMITS))).not.toHaveProperty('data');
    expect(onlyEvent(decode({ ...bare, data: null }, LIMITS)).data).toBeNull();
  });

  it.each<[string, object, string, string]>([
    ['no topic', { topic: undefined }, 'missing-attribute', '/topic'],
    ['a topic that is no URI', { topic: 'my topic' }, 'bad-attribute', '/topic'],
    ['an empty topic', { topic: '' }, 'bad-attribute', '/topic'],
    ['no id', { id: undefined }, 'missing-attribute', '/id'],
    ['an id that is a number', { id: 7 }, 'bad-attribute', '/id'],
    ['an empty eventType', { eventType: '' }, 'bad-attribute', '/eventType'],
    ['an eventType that is null', { eventType: null }, 'missing-attribute', '/eventType'],
    ['a time that is none', { eventTime: 'yesterday' }, 'bad-attribute', '/eventTime'],
    ['a negative time', { eventTime: -1 }, 'bad-attribute', '/eventTime'],
    ['a subject that is a list', { subject: ['a'] }, 'bad-attribute', '/subject'],
  ])('is a problem with %s, under the schema’s own name', (_what, change, code, at) => {
    expect(onlyProblem(decode({ ...custom, ...change }, LIMITS))).toMatchObject({ code, at });
  });
});
