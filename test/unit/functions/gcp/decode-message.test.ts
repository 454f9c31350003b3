import { describe, expect, it } from '@jest/globals';
import pubsubHeaders from '../../../fixtures/gcp/eventarc-pubsub-headers.json' with { type: 'json' };
import push from '../../../fixtures/gcp/pubsub-push.json' with { type: 'json' };
import unwrappedHeaders from '../../../fixtures/gcp/pubsub-unwrapped-headers.json' with { type: 'json' };
import { gist, LIMITS, onlyEvent, onlyItem, onlyProblem, text } from '../decoded.ts';
import { BINARY, decodePost, EVENT, toBytes } from './request.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const STRUCTURED = { 'content-type': 'application/cloudevents+json' };
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };

function wrap(attributes: object, data: Uint8Array | string | object) {
  const message = { ...push.message, attributes, data: Buffer.from(toBytes(data)).toString('base64') };
  return { ...push, message };
}

/** The two ways in which a message comes as JSON. */
const ways: [string, (attributes: object, data: string | object) => ReturnType<typeof decodePost>][] = [
  ['a Pub/Sub push', (attributes, data) => decodePost(JSON_TYPE, wrap(attributes, data))],
  ['Eventarc’s messagePublished', (attributes, data) => decodePost(pubsubHeaders, wrap(attributes, data))],
];

describe.each(ways)('%s', (_name, decodeMessage) => {
  it('is the CloudEvent in its attributes, whose names may be written in any case', () => {
    const attributes = { 'CE-SpecVersion': '1.0', 'ce-id': 'e-1', 'ce-source': '/shop', 'ce-type': 'order.placed' };
    const items = decodeMessage({ ...attributes, 'Content-Type': 'application/json', other: 'x' }, '{"a":1}');
    expect(onlyEvent(items)).toEqual({ ...EVENT, datacontenttype: 'application/json', data: { a: 1 } });
  });

  it('takes no other name for an attribute where the version’s is in lower case, since a subscription’s filter takes none', () => {
    const attributes = { ...BINARY, 'Ce-Subject': 's-1', 'CE-Type': 'order.shipped' };
    expect(onlyEvent(decodeMessage(attributes, ''))).toEqual(EVENT);
  });

  it('is the CloudEvent in its attributes when it has no data at all', () => {
    expect(onlyEvent(decodeMessage(BINARY, ''))).toEqual(EVENT);
  });

  it('is the CloudEvent in its data, with and without a content type', () => {
    expect(onlyEvent(decodeMessage(STRUCTURED, EVENT))).toEqual(EVENT);
    expect(onlyEvent(decodeMessage({}, EVENT))).toEqual(EVENT);
  });

  it('is every event of a batch in its data', () => {
    expect(gist(decodeMessage(BATCH, [EVENT, {}, { ...EVENT, id: 'e-2' }]))).toEqual([
      'e-1',
      'missing-attribute',
      'e-2',
    ]);
  });

  it('is an event of its own when it holds none, so that a route may want it', () => {
    const event = onlyEvent(decodeMessage({ Colour: 'red' }, 'hello'));
    expect(event).toMatchObject({
      id: '2070443601311540',
      type: 'google.cloud.pubsub.topic.v1.messagePublished',
      source: expect.stringMatching(/^\/\/pubsub\.googleapis\.com\/projects\/myproject\//),
      time: '2021-02-26T19:13:55.749Z',
      data: {
        subscription: 'projects/myproject/subscriptions/mysubscription',
        message: {
          data: Buffer.from('hello').toString('base64'),
          attributes: { Colour: 'red' },
          messageId: '2070443601311540',
        },
      },
    });
  });

  it('keeps the whole request in raw', () => {
    const { raw } = onlyItem(decodeMessage(STRUCTURED, EVENT));
    expect(text(raw)).toContain(JSON.stringify(wrap(STRUCTURED, EVENT)));
  });

  it('is a problem when its data is too large, alone or in a batch', () => {
    const big = { ...EVENT, data: 'x'.repeat(LIMITS.event) };
    expect(onlyProblem(decodeMessage({}, big)).code).toBe('too-large');
    expect(gist(decodeMessage(BATCH, [EVENT, big]))).toEqual(['e-1', 'too-large']);
  });
});

describe('a Pub/Sub push', () => {
  it('may leave out data, attributes, and the camel case of its names', () => {
    const { data: _, attributes: __, messageId: ___, publishTime: ____, ...message } = push.message;
    const event = onlyEvent(decodePost(JSON_TYPE, { message, subscription: push.subscription }));
    expect(event).toMatchObject({ id: '2070443601311540', time: '2021-02-26T19:13:55.749Z' });
  });

  it.each<[string, object, string, string]>([
    ['data that is not base64', { data: '!!!!' }, 'bad-base64', '/message/data'],
    ['data of a wrong length', { data: 'abc' }, 'bad-base64', '/message/data'],
    ['data with text behind it', { data: 'aGk= ' }, 'bad-base64', '/message/data'],
    ['data that is a number', { data: 7 }, 'bad-base64', '/message/data'],
    ['attributes that are a list', { attributes: ['a'] }, 'not-a-message', '/message/attributes'],
    ['an attribute that is no text', { attributes: { a: { toString: 1 } } }, 'not-a-message', '/message/attributes'],
    ['no id', { messageId: null, message_id: null }, 'bad-attribute', '/id'],
    ['a time that is none', { publishTime: 'soon' }, 'bad-attribute', '/time'],
  ])('is a problem with %s', (_what, change, code, at) => {
    const body = { ...push, message: { ...push.message, ...change } };
    expect(onlyProblem(decodePost(JSON_TYPE, body))).toMatchObject({ code, at });
  });

  it.each([null, 'text', 7, []])('is a problem when its message is %j', (message) => {
    expect(onlyProblem(decodePost(JSON_TYPE, { message }))).toMatchObject({ code: 'not-a-message', at: '/message' });
  });
});

describe('an unwrapped push with metadata', () => {
  it('is the CloudEvent in its headers', () => {
    const headers = { ...unwrappedHeaders, ...BINARY };
    expect(onlyEvent(decodePost(headers, '{"a":1}'))).toMatchObject({ ...EVENT, data: { a: 1 } });
  });

  it('is the CloudEvent in its body', () => {
    expect(onlyEvent(decodePost(unwrappedHeaders, EVENT))).toEqual(EVENT);
    expect(gist(decodePost({ ...unwrappedHeaders, ...BATCH }, [EVENT, EVENT]))).toEqual(['e-1', 'e-1']);
  });

  it('is an event of its own otherwise, the same at every delivery and without a header of the request', () => {
    const again = { ...unwrappedHeaders, traceparent: '00-other', authorization: 'Bearer other', host: 'x' };
    const [event, redelivered] = [unwrappedHeaders, again].map((headers) =>
      onlyEvent(decodePost(headers, '{"status":1}')),
    );
    expect(event).toMatchObject({
      id: '2070443601311540',
      source: '//pubsub.googleapis.com/projects/myproject/subscriptions/mysubscription',
      data: { message: { data: Buffer.from('{"status":1}').toString('base64'), attributes: {} } },
    });
    expect(redelivered).toEqual(event);
    expect(JSON.stringify(event)).not.toContain('Bearer');
  });
});
