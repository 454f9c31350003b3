import { describe, expect, it } from '@jest/globals';
import { until } from '../../until.ts';
import { data, type Endpoint, eachWithPushes, type Harness, startEndpoint } from './pubsub-harness.ts';

const second = 1000;
let endpoint: Endpoint;
let emulator: Harness;

eachWithPushes((...started) => {
  [endpoint, emulator] = started;
});

function pushTo(path = '/', more: object = {}) {
  return { pushConfig: { pushEndpoint: `${endpoint.url}${path}`, ...more } };
}

function drained(subscription?: string) {
  const name = subscription && `projects/p/subscriptions/${subscription}`;
  return until('nothing left to deliver', () => emulator.pubsub.pending(name) === 0);
}

describe('what is pushed', () => {
  it('is a message wrapped in JSON, with ids and times in both spellings', async () => {
    await emulator.subscribe('push', pushTo('/hook?token=1'));
    const { messageIds } = await emulator.publish({ data: data('hi'), attributes: { k: 'v' }, orderingKey: 'u1' });
    await endpoint.count(1);
    const [got] = endpoint.received;
    expect(got?.path).toBe('/hook?token=1');
    expect(got?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': expect.stringContaining('APIs-Google'),
    });
    expect(JSON.parse(got?.body ?? '')).toEqual({
      message: {
        data: 'aGk=',
        attributes: { k: 'v' },
        messageId: messageIds[0],
        message_id: messageIds[0],
        publishTime: '2026-01-01T00:00:00.000Z',
        publish_time: '2026-01-01T00:00:00.000Z',
        orderingKey: 'u1',
      },
      subscription: 'projects/p/subscriptions/push',
    });
  });

  it('leaves out what the message does not have', async () => {
    await emulator.subscribe('push', pushTo());
    await emulator.publish({ attributes: { k: 'v' } });
    await emulator.publish({ data: data('x') });
    await endpoint.count(2);
    const [withoutData, withoutAttributes] = endpoint.received.map((got) => JSON.parse(got.body).message);
    expect(Object.keys(withoutData)).not.toContain('data');
    expect(Object.keys(withoutAttributes)).not.toContain('attributes');
    expect(Object.keys(withoutAttributes)).not.toContain('orderingKey');
  });

  it('is the bare data where the payload is not wrapped', async () => {
    await emulator.subscribe('raw', pushTo('/', { noWrapper: {} }));
    await emulator.publish({ data: data('{"a":1}'), attributes: { k: 'v' } });
    await endpoint.count(1);
    const [got] = endpoint.received;
    expect(got?.body).toBe('{"a":1}');
    expect(got?.headers).not.toHaveProperty('k');
    expect(got?.headers).not.toHaveProperty('content-type');
    expect(got?.headers).not.toHaveProperty('x-goog-pubsub-message-id');
  });

  it('has metadata and attributes as headers where they are asked for, but for what HTTP cannot carry', async () => {
    await emulator.subscribe('raw', pushTo('/', { noWrapper: { writeMetadata: true } }));
    const attributes = {
      K: 'v',
      'Content-Type': 'text/x',
      'a b': 'c',
      line: 'a\nb',
      host: 'evil',
      'content-length': '7',
    };
    const { messageIds } = await emulator.publish({ data: data('hi'), attributes, orderingKey: 'u1' });
    await endpoint.count(1);
    const [got] = endpoint.received;
    expect(got?.body).toBe('hi');
    expect(got?.headers).toMatchObject({
      k: 'v',
      'content-type': 'text/x',
      'content-length': '2',
      host: new URL(endpoint.url).host,
      'x-goog-pubsub-subscription-name': 'projects/p/subscriptions/raw',
      'x-goog-pubsub-message-id': messageIds[0],
      'x-goog-pubsub-publish-time': '2026-01-01T00:00:00.000Z',
      'x-goog-pubsub-ordering-key': 'u1',
    });
    expect(got?.headers).not.toHaveProperty('line');
  });

  it('goes to every subscription, and only what its filter lets through', async () => {
    await emulator.subscribe('all', pushTo('/all'));
    await emulator.subscribe('some', { ...pushTo('/some'), filter: 'attributes.type = "b"' });
    await emulator.publish({ attributes: { type: 'a' } }, { attributes: { type: 'b' } });
    await drained();
    expect(endpoint.received.map((got) => got.path).sort()).toEqual(['/all', '/all', '/some']);
    expect(emulator.events.filter((event) => event.kind === 'dropped')).toMatchObject([
      { subscription: 'projects/p/subscriptions/some', reason: 'filter' },
    ]);
  });
});

describe('the answer of a push endpoint', () => {
  it.each([102, 200, 201, 202, 204])('acknowledges when it is %d', async (status) => {
    endpoint.behaviour.answers = () => status;
    await emulator.subscribe('push', pushTo());
    await emulator.publish({ data: data('x') });
    await drained();
    expect(endpoint.received).toHaveLength(1);
    expect(emulator.events).toContainEqual(expect.objectContaining({ kind: 'delivery', attempt: 1, status }));
  });

  it.each([203, 206, 301, 302, 400, 404, 409, 429, 500, 503])(
    'brings the message again when it is %d',
    async (status) => {
      endpoint.behaviour.answers = () => (endpoint.received.length === 1 ? status : 204);
      await emulator.subscribe('push', pushTo());
      await emulator.publish({ data: data('x') });
      await until('the first failure', () => emulator.events.some((event) => event.kind === 'retry'));
      emulator.clock.advance(100);
      await drained();
      expect(endpoint.received.map((got) => got.path)).toEqual(['/', '/']);
      expect(endpoint.received[0]?.body).toBe(endpoint.received[1]?.body);
    },
  );

  it('is given up at the ack deadline', async () => {
    endpoint.behaviour.answers = () => undefined;
    await emulator.subscribe('push', { ...pushTo(), ackDeadlineSeconds: 30 });
    await emulator.publish({ data: data('x') });
    await endpoint.count(1);
    emulator.clock.advance(30 * second - 1);
    expect(emulator.events.some((event) => event.kind === 'delivery')).toBe(false);
    emulator.clock.advance(1);
    await until('the failure', () => emulator.events.some((event) => event.kind === 'retry'));
    expect(emulator.events).toContainEqual(expect.objectContaining({ kind: 'delivery', status: 'deadline' }));
    emulator.clock.advance(100);
    await endpoint.count(2);
    endpoint.received[1]?.respond(200);
    await drained();
  });

  it('may be no answer at all', async () => {
    const gone = await startEndpoint();
    await gone.close();
    await emulator.subscribe('push', { pushConfig: { pushEndpoint: gone.url } });
    await emulator.publish({ data: data('x') });
    await until('the failure', () => emulator.events.some((event) => event.kind === 'retry'));
    expect(emulator.events).toContainEqual(expect.objectContaining({ kind: 'delivery', status: 'unreachable' }));
    expect(emulator.pubsub.pending()).toBe(1);
  });
});

describe('a push subscription', () => {
  it('takes over what was published while it was a pull subscription, and back', async () => {
    await emulator.subscribe('orders-sub');
    await emulator.publish({ data: data('1') });
    await emulator.must('POST', 'subscriptions/orders-sub:modifyPushConfig', pushTo());
    await drained();
    await emulator.must('POST', 'subscriptions/orders-sub:modifyPushConfig', {});
    await emulator.publish({ data: data('2') });
    expect(await emulator.pull('orders-sub')).toHaveLength(1);
    expect(endpoint.received).toHaveLength(1);
  });

  it('ends its requests and forgets its messages when it is deleted', async () => {
    endpoint.behaviour.answers = () => undefined;
    await emulator.subscribe('push', pushTo());
    await emulator.publish({ data: data('1') }, { data: data('2') });
    await endpoint.count(1);
    await emulator.must('DELETE', 'subscriptions/push');
    expect(emulator.pubsub.pending()).toBe(0);
    expect(emulator.events.filter((event) => event.kind === 'dropped')).toHaveLength(2);
  });
});
