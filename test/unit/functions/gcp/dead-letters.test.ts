import { describe, expect, it } from '@jest/globals';
import { decodeDeadLetters } from '../../../../functions/gcp/dead-letters.ts';
import attributes from '../../../fixtures/gcp/dead-letter-attributes.json' with { type: 'json' };
import push from '../../../fixtures/gcp/pubsub-push.json' with { type: 'json' };
import storage from '../../../fixtures/gcp/storage-notification-attributes.json' with { type: 'json' };
import resource from '../../../fixtures/gcp/storage-object.json' with { type: 'json' };
import { LIMITS, onlyEvent, onlyItem, onlyProblem, text } from '../decoded.ts';
import { BINARY, decodePost, EVENT, toBytes } from './request.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const WHY = 'Pub/Sub gave up on it: after 5 deliveries of the subscription mysubscription';

/** The message as the router’s subscription pushed it, and as the dead-letter topic’s does. */
function pushes(own: object, data: string | object) {
  const message = { ...push.message, attributes: own, data: Buffer.from(toBytes(data)).toString('base64') };
  const forwarded = {
    ...message,
    attributes: { ...own, ...attributes },
    messageId: '99',
    message_id: '99',
    publishTime: '2021-02-27T00:00:00Z',
  };
  return [
    { ...push, message },
    { message: forwarded, subscription: 'projects/myproject/subscriptions/dead-letters' },
  ] as const;
}

const dead = (body: object | string, headers: object = JSON_TYPE) =>
  decodeDeadLetters({ method: 'POST', headers: { ...headers }, body: toBytes(body) }, LIMITS);

describe('a push from the dead-letter topic', () => {
  it.each<[string, object, string | object]>([
    ['in binary mode', { ...BINARY, 'content-type': 'application/json' }, '{"a":1}'],
    ['in structured mode', { 'content-type': 'application/cloudevents+json' }, EVENT],
    ['as a notification of Cloud Storage', storage, resource],
  ])('is the event that it was, %s', (_name, own, data) => {
    const [before, after] = pushes(own, data);
    const [item] = dead(after);
    expect(onlyEvent(dead(after))).toEqual(onlyEvent(decodePost(JSON_TYPE, before)));
    expect(item?.why).toBe(WHY);
  });

  it('is the plain message that it was, of the same source and contents but for its id', () => {
    const [before, after] = pushes({ Colour: 'red' }, 'hello');
    const original = onlyEvent(decodePost(JSON_TYPE, before));
    const event = onlyEvent(dead(after));
    expect(event).toMatchObject({ id: '99', source: original.source, type: original.type });
    expect(event.data).toEqual({
      subscription: push.subscription,
      message: expect.objectContaining({ attributes: { Colour: 'red' } }),
    });
  });

  it('names the one handle that Pub/Sub has, and keeps the bytes as they were pushed before', () => {
    const { ref, raw } = onlyItem(dead(pushes(BINARY, '')[1]));
    expect(ref).toBeNull();
    expect(JSON.parse(text(raw))).toMatchObject({ message: { attributes: BINARY }, subscription: push.subscription });
  });

  it('says why also when it is unwrapped, where attributes are headers', () => {
    const lower = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), [value]]));
    const headers = { ...lower, ...BINARY, 'x-goog-pubsub-message-id': '99' };
    expect(dead('', headers)[0]).toMatchObject({ why: WHY, event: { ok: true, value: { id: 'e-1' } } });
  });

  it('does not make up a reason', () => {
    expect(dead(pushes(BINARY, '')[0])[0]?.why).toBe(
      'Pub/Sub gave up on it: it does not say after how many deliveries',
    );
  });

  it.each([
    ['no JSON', 'nonsense', 'bad-json'],
    ['no message', '{"message":7}', 'not-a-message'],
    ['nothing', '', 'empty'],
  ])('is a problem when it is %s', (_name, body, code) => {
    expect(onlyProblem(dead(body)).code).toBe(code);
  });

  it('is not anything but a POST', () => {
    expect(decodeDeadLetters({ method: 'GET', headers: {}, body: toBytes('') }, LIMITS)).toEqual([]);
  });
});

it('finds the claim of what is done, although its message waited its week in both topics', () => {
  const week = 7 * 86_400_000;
  expect(onlyItem(decodePost(JSON_TYPE, pushes(BINARY, '')[0])).horizon).toBeGreaterThanOrEqual(2 * week);
});
