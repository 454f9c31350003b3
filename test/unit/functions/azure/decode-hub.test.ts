import { describe, expect, it } from '@jest/globals';
import { decodeHub } from '../../../../functions/azure/decode-hub.ts';
import blobCreated from '../../../fixtures/azure/blob-created.event-grid.json' with { type: 'json' };
import custom from '../../../fixtures/azure/custom-topic.event-grid.json' with { type: 'json' };
import metadata from '../../../fixtures/azure/event-hub-metadata.json' with { type: 'json' };
import { gist, LIMITS, onlyEvent, onlyItem, onlyProblem, text } from '../decoded.ts';

const EVENT = { specversion: '1.0', id: 'e-1', source: '/shop', type: 'order.placed' } as const;

type Properties = Readonly<Record<string, unknown>>;

/** A batch, each body with its application properties and its system properties. */
function decodeBatch(...events: readonly (readonly [body: unknown, own?: Properties, system?: Properties])[]) {
  const propertiesArray = events.map(([, own = {}]) => own);
  const systemPropertiesArray = events.map(([, , system = {}]) => ({
    ...metadata.systemPropertiesArray[0],
    ...system,
  }));
  const messages = events.map(([body]) => body);
  return decodeHub({ messages, metadata: { ...metadata, propertiesArray, systemPropertiesArray } }, LIMITS);
}

function bytes(value: unknown): Buffer {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

function prefixed(prefix: string, more: Properties = {}): Properties {
  return Object.fromEntries(Object.entries({ ...EVENT, ...more }).map(([name, value]) => [`${prefix}${name}`, value]));
}

describe('a body without properties', () => {
  it.each<[string, unknown]>([
    ['bytes', bytes(EVENT)],
    ['text', JSON.stringify(EVENT)],
    ['an object, as the library makes of text that is JSON', EVENT],
    ['bytes with a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes(EVENT)])],
  ])('is an event as %s', (_what, body) => {
    expect(onlyEvent(decodeBatch([body]))).toEqual(EVENT);
  });

  it('may be in Event Grid’s schema, and an upload', () => {
    expect(onlyEvent(decodeBatch([bytes(custom)])).type).toBe('recordInserted');
    expect(onlyEvent(decodeBatch([bytes(blobCreated)])).type).toBe('blob.uploaded');
  });

  it.each<[string, unknown, string]>([
    ['empty', bytes(''), 'empty'],
    ['null', null, 'not-an-event'],
    ['nothing', undefined, 'not-an-event'],
    ['a number', 42, 'not-an-event'],
    ['an array', [EVENT], 'not-an-event'],
    ['text that is no JSON', 'hello', 'bad-json'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'bad-utf8'],
    ['an object that is no event', { a: 1 }, 'missing-attribute'],
    ['too large', bytes({ ...EVENT, data: 'x'.repeat(LIMITS.event) }), 'too-large'],
  ])('is a problem when it is %s', (_what, body, code) => {
    expect(onlyProblem(decodeBatch([body])).code).toBe(code);
  });

  it('is kept in raw as the bytes that they are', () => {
    const body = bytes(EVENT);
    expect(onlyItem(decodeBatch([body])).raw).toBe(body);
  });
});

describe('a body in binary mode', () => {
  it.each(['cloudEvents:', 'cloudEvents_', 'ce_', 'CloudEvents:', 'CE_'])('is known by the prefix %s', (prefix) => {
    const items = decodeBatch([bytes('{"a":1}'), prefixed(prefix), { 'content-type': 'application/json' }]);
    expect(onlyEvent(items)).toEqual({ ...EVENT, datacontenttype: 'application/json', data: { a: 1 } });
  });

  it('has its content type from either kind of properties, however it is written', () => {
    for (const name of ['content-type', 'contentType', 'ContentType', 'Content-Type'])
      for (const items of [
        decodeBatch([bytes('x'), prefixed('ce_', {}), { [name]: 'text/plain' }]),
        decodeBatch([bytes('x'), { ...prefixed('ce_'), [name]: 'text/plain' }]),
      ])
        expect(onlyEvent(items)).toMatchObject({ datacontenttype: 'text/plain', data: 'x' });
  });

  it('turns numbers and booleans into text, and takes no notice of other properties', () => {
    const items = decodeBatch([bytes(''), { ...prefixed('ce_', { waybilldepth: 3, urgent: true }), other: 'x' }]);
    expect(onlyEvent(items)).toEqual({ ...EVENT, waybilldepth: '3', urgent: 'true' });
  });

  it.each<[string, Properties, string]>([
    ['without a specversion', { ce_id: 'x', ce_source: '/s', ce_type: 't' }, 'missing-attribute'],
    ['with a null among them that is required', prefixed('ce_', { id: null }), 'missing-attribute'],
  ])('is a problem %s', (_what, own, code) => {
    expect(onlyProblem(decodeBatch([bytes(''), own])).code).toBe(code);
  });

  it('keeps its properties in raw, since they are a part of the event', () => {
    const own = { ...prefixed('ce_'), other: 'x' };
    const [first, second] = decodeBatch([bytes('{}'), own], [bytes('{}'), { ...own, ce_id: 'e-2' }]);
    const bodyBase64 = Buffer.from('{}').toString('base64');
    expect(JSON.parse(text(first?.raw ?? bytes('')))).toEqual({ properties: own, bodyBase64 });
    expect(first?.raw).not.toEqual(second?.raw);
  });
});

describe('a body with the media type of CloudEvents', () => {
  it('is structured, even where the properties hold attributes', () => {
    const type = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
    expect(onlyEvent(decodeBatch([bytes(EVENT), { ce_id: 'other' }, type]))).toEqual(EVENT);
  });

  it('may be a whole batch', () => {
    const type = { 'content-type': 'application/cloudevents-batch+json' };
    const items = decodeBatch([bytes([EVENT, 1, { ...EVENT, id: 'e-2' }]), {}, type]);
    expect(gist(items)).toEqual(['e-1', 'not-an-event', 'e-2']);
  });
});

describe('a batch of the trigger', () => {
  it('gives every event in order, in the lane of its partition', () => {
    const items = decodeBatch([bytes(EVENT)], [bytes('?')], [bytes(''), prefixed('ce_', { id: 'e-3' })]);
    expect(gist(items)).toEqual(['e-1', 'bad-json', 'e-3']);
    expect(items.map(({ lane }) => lane)).toEqual(['0', '0', '0']);
  });

  it('takes one message that is not in an array, and no metadata', () => {
    expect(onlyEvent(decodeHub({ messages: bytes(EVENT), metadata: undefined }, LIMITS))).toEqual(EVENT);
  });

  it('is refused message by message when the properties are not as many: nobody knows which are whose', () => {
    const propertiesArray = [prefixed('ce_'), prefixed('ce_', { id: 'e-2' }), prefixed('ce_', { id: 'e-3' })];
    const items = decodeHub({ messages: [bytes('1'), bytes('3')], metadata: { ...metadata, propertiesArray } }, LIMITS);
    expect(gist(items)).toEqual(['misaligned-batch', 'misaligned-batch']);
  });

  it.each([{}, { partitionContext: null }, { partitionContext: { partitionId: { toString: 1 } } }])(
    'has one lane when its partition is unknown: %j',
    (given) => {
      const items = decodeHub({ messages: [bytes(EVENT), bytes(EVENT)], metadata: given }, LIMITS);
      expect(new Set(items.map(({ lane }) => lane)).size).toBe(1);
    },
  );
});
