import { describe, expect, it } from '@jest/globals';
import { until } from '../../until.ts';
import { data, type Endpoint, eachWithPushes, type Harness } from './pubsub-harness.ts';

const second = 1000;
const day = 24 * 3600 * second;
let endpoint: Endpoint;
let emulator: Harness;

eachWithPushes((...started) => {
  [endpoint, emulator] = started;
});

const push = (path = '/') => ({ pushConfig: { pushEndpoint: `${endpoint.url}${path}` } });
const failures = () => emulator.events.filter((event) => event.kind === 'retry').length;
const failed = (n: number) => until(`${n} failures`, () => failures() >= n);

function text(body: string): string {
  return Buffer.from(JSON.parse(body).message.data, 'base64').toString();
}

describe('an endpoint that fails, without a retry policy', () => {
  it('is left alone for 100 ms, then twice as long each time, up to a minute', async () => {
    endpoint.behaviour.answers = () => 500;
    await emulator.subscribe('push', push());
    await emulator.publish({ data: data('x') });
    for (const [index, pause] of [
      100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 60_000, 60_000,
    ].entries()) {
      await failed(index + 1);
      emulator.clock.advance(pause - 1);
      expect(endpoint.received).toHaveLength(index + 1);
      emulator.clock.advance(1);
      await endpoint.count(index + 2);
    }
  });

  it('starts over after a success', async () => {
    endpoint.behaviour.answers = (got) => (text(got.body) === 'bad' ? 500 : 204);
    await emulator.subscribe('push', push());
    await emulator.publish({ data: data('bad') });
    await failed(1);
    await emulator.publish({ data: data('good') });
    emulator.clock.advance(100);
    await failed(2);
    emulator.clock.advance(200);
    await failed(3);
    expect(endpoint.received.map((got) => text(got.body))).toEqual(['bad', 'bad', 'good', 'bad']);
    emulator.clock.advance(99);
    expect(endpoint.received).toHaveLength(4);
    emulator.clock.advance(1);
    await endpoint.count(5);
  });
});

describe('a retry policy', () => {
  it('brings one message again after its minimum, doubling to its maximum, and holds up no other', async () => {
    endpoint.behaviour.answers = (got) => (text(got.body) === 'bad' ? 429 : 204);
    await emulator.subscribe('push', { ...push(), retryPolicy: { minimumBackoff: '10s', maximumBackoff: '60s' } });
    await emulator.publish({ data: data('bad') });
    await failed(1);
    await emulator.publish({ data: data('good') });
    await until('the good one', () => emulator.pubsub.pending() === 1);
    for (const [index, delay] of [10, 20, 40, 60, 60].entries()) {
      const before = endpoint.received.length;
      await failed(index + 1);
      emulator.clock.advance(delay * second - 1);
      expect(endpoint.received).toHaveLength(before);
      emulator.clock.advance(1);
      await endpoint.count(before + 1);
    }
  });
});

describe('a dead-letter policy', () => {
  const deadLetterPolicy = { deadLetterTopic: 'projects/p/topics/letters', maxDeliveryAttempts: 5 };

  async function failFiveTimes() {
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await endpoint.count(attempt);
      await until('its outcome', () => emulator.events.filter((event) => event.kind === 'delivery').length === attempt);
      // More than any pause so far, less than the next attempt's ack deadline.
      emulator.clock.advance(9 * second);
    }
  }

  it('forwards a message after its last attempt, and says where it came from', async () => {
    endpoint.behaviour.answers = () => 500;
    await emulator.topic('letters');
    await emulator.must('PUT', 'subscriptions/letters-sub', { topic: deadLetterPolicy.deadLetterTopic });
    await emulator.subscribe('push', { ...push(), deadLetterPolicy });
    await emulator.publish({ data: data('x'), attributes: { a: 'b' }, orderingKey: 'u1' });
    await failFiveTimes();
    expect(endpoint.received.map((got) => JSON.parse(got.body).deliveryAttempt)).toEqual([1, 2, 3, 4, 5]);
    const letters = await emulator.pull('letters-sub');
    expect(letters).toHaveLength(1);
    expect(letters[0]?.message).toMatchObject({
      data: data('x'),
      orderingKey: 'u1',
      attributes: {
        a: 'b',
        CloudPubSubDeadLetterSourceDeliveryCount: '5',
        CloudPubSubDeadLetterSourceSubscription: 'push',
        CloudPubSubDeadLetterSourceSubscriptionProject: 'p',
        CloudPubSubDeadLetterSourceTopicPublishTime: '2026-01-01T00:00:00.000+00:00',
      },
    });
    expect(emulator.events).toContainEqual(
      expect.objectContaining({ kind: 'dead-lettered', attempt: 5, topic: deadLetterPolicy.deadLetterTopic }),
    );
    expect(emulator.pubsub.pending('projects/p/subscriptions/push')).toBe(0);
  });

  it('keeps the message when the dead-letter topic is gone', async () => {
    endpoint.behaviour.answers = () => 500;
    await emulator.topic('letters');
    await emulator.subscribe('push', { ...push(), deadLetterPolicy });
    await emulator.must('DELETE', 'topics/letters');
    await emulator.publish({ data: data('x') });
    await failFiveTimes();
    await endpoint.count(6);
    expect(emulator.pubsub.pending()).toBe(1);
  });
});

describe('retention', () => {
  it('drops a message after seven days, or what was asked for, and not before', async () => {
    await emulator.subscribe('week');
    await emulator.subscribe('month', { messageRetentionDuration: '2678400s' });
    await emulator.publish({ data: data('x') });
    emulator.clock.advance(7 * day - 1);
    expect(emulator.pubsub.pending()).toBe(2);
    emulator.clock.advance(1);
    expect(emulator.pubsub.pending('projects/p/subscriptions/week')).toBe(0);
    emulator.clock.advance(24 * day - 1);
    expect(emulator.pubsub.pending()).toBe(1);
    emulator.clock.advance(1);
    expect(emulator.pubsub.pending()).toBe(0);
    expect(emulator.events.filter((event) => event.kind === 'dropped')).toMatchObject([
      { reason: 'retention', subscription: 'projects/p/subscriptions/week' },
      { reason: 'retention', subscription: 'projects/p/subscriptions/month' },
    ]);
  });

  it('may be shortened for what is there already', async () => {
    await emulator.subscribe('week');
    await emulator.publish({ data: data('x') });
    emulator.clock.advance(3600 * second);
    await emulator.publish({ data: data('y') });
    const change = { subscription: { messageRetentionDuration: '600s' }, updateMask: 'messageRetentionDuration' };
    await emulator.must('PATCH', 'subscriptions/week', change);
    expect(emulator.pubsub.pending()).toBe(1);
    emulator.clock.advance(600 * second);
    expect(emulator.pubsub.pending()).toBe(0);
  });
});
