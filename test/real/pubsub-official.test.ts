import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type PubSub, startPubSub } from '../../local/emulators/pubsub/server.ts';
import { describeIf } from '../skip.ts';
import { data } from '../unit/local/pubsub-harness.ts';
import { until } from '../until.ts';
import { findOfficial, type Official, startOfficial } from './pubsub-official-emulator.ts';
import { refusedByBoth, refusedByOurs } from './pubsub-official-requests.ts';
import { createTarget, shape, type Target, textOf } from './pubsub-official-target.ts';

/*
 * The same actions against Waybill's Pub/Sub emulator and Google's own (measured: 0.8.20). Where the two differ, Waybill's follows the
 * documentation of the service, and the difference is a test too, so that a newer emulator of Google's that closes it is noticed.
 */
const official = findOfficial();

let ours: PubSub;
let theirs: Official;
let projects = 0;

beforeAll(async () => {
  if ('missing' in official) return;
  process.env.METADATA_SERVER_DETECTION = 'none';
  [ours, theirs] = await Promise.all([startPubSub(), startOfficial(official.script)]);
}, 90_000);

afterAll(() => Promise.all([ours?.close(), theirs?.close()]));

/** What the script sees on ours and on Google's. */
async function both<T>(script: (target: Target) => Promise<T>): Promise<[T, T]> {
  projects += 1;
  const [here, there] = await Promise.all([ours, theirs].map(({ host }) => createTarget(host, `project-${projects}`)));
  if (!here || !there) throw new Error('There are two of them');
  try {
    return await Promise.all([script(here), script(there)]);
  } finally {
    await Promise.all([here.close(), there.close()]);
  }
}

const describeBoth = describeIf(!('missing' in official), 'missing' in official ? official.missing : '');

describeBoth("the API of Waybill's Pub/Sub emulator, beside Google's", () => {
  it.each(refusedByBoth)('refuses %s with the same code', async (_, verb, path, body) => {
    const [here, there] = await both(async (target) => {
      await target.subscribe('sub');
      const answer = await target.call(verb, path, body(target));
      return [answer.status, answer.body.error?.status];
    });
    expect(here).toEqual(there);
    expect(here[0]).toBeGreaterThanOrEqual(400);
  });

  it.each(refusedByOurs)("refuses %s, and Google's takes it", async (_, verb, path, body) => {
    const [here, there] = await both((target) => target.call(verb, path, body(target)));
    expect(here.status).toBeGreaterThanOrEqual(400);
    expect(there.status).toBe(200);
  });

  it('shows a subscription in the same way, with its defaults and after an update', async () => {
    const [here, there] = await both(async (target) => {
      const deadLetterPolicy = { deadLetterTopic: target.name('topics/orders') };
      const made = await target.subscribe('sub', { retryPolicy: {}, deadLetterPolicy, filter: 'attributes:a' });
      const change = { subscription: { ackDeadlineSeconds: 33 }, updateMask: 'ackDeadlineSeconds' };
      return [made, await target.must('PATCH', 'subscriptions/sub', change), await target.must('GET', 'subscriptions')];
    });
    expect(here).toEqual(there);
  });

  it('counts the deliveries of what is pulled under a dead-letter policy', async () => {
    const [here, there] = await both(async (target) => {
      await target.subscribe('sub', { deadLetterPolicy: { deadLetterTopic: target.name('topics/orders') } });
      await target.client.topic('orders').publishMessage({ data: Buffer.from('x'), attributes: { k: 'v' } });
      const [first] = await target.pull('sub');
      await target.must('POST', 'subscriptions/sub:modifyAckDeadline', {
        ackIds: [first?.ackId],
        ackDeadlineSeconds: 0,
      });
      const [again] = await target.pull('sub');
      await target.must('POST', 'subscriptions/sub:acknowledge', { ackIds: [again?.ackId] });
      return [shape(first), first?.deliveryAttempt, again?.deliveryAttempt];
    });
    expect(here).toEqual(there);
    expect(here.slice(1)).toEqual([1, 2]);
  });

  it("applies a filter, and Google's does not", async () => {
    const [here, there] = await both(async (target) => {
      await target.subscribe('sub', { filter: 'attributes.k = "v"' });
      await target.publish({ attributes: { k: 'w' } }, { attributes: { k: 'v' } });
      return (await target.pull('sub')).map(({ message }) => message.attributes);
    });
    expect(here).toEqual([{ k: 'v' }]);
    expect(there).toHaveLength(2);
  });
});

describeBoth("the pushes of Waybill's Pub/Sub emulator, beside Google's", () => {
  it('are the same JSON for what the client publishes', async () => {
    const [here, there] = await both(async (target) => {
      await target.subscribe('sub', target.pushTo());
      await target.client.topic('orders').publishMessage({ data: Buffer.from('hi'), attributes: { k: 'v' } });
      await target.endpoint.count(1);
      const [got] = target.endpoint.received;
      return [got?.headers['content-type'], shape(JSON.parse(got?.body ?? '')), got && textOf(got)];
    });
    expect(here).toEqual(there);
  });

  it("have the ordering key and the attempt and nothing that is empty; Google's the other way round", async () => {
    const [here, there] = await both(async (target) => {
      const deadLetterPolicy = { deadLetterTopic: target.name('topics/orders') };
      await target.subscribe('sub', { ...target.pushTo(), deadLetterPolicy });
      await target.publish({ attributes: { k: 'v' }, orderingKey: 'u1' });
      await target.endpoint.count(1);
      const { message, ...rest } = JSON.parse(target.endpoint.received[0]?.body ?? '');
      return [...Object.keys(message), ...Object.keys(rest)].sort();
    });
    const common = ['attributes', 'messageId', 'message_id', 'publishTime', 'publish_time', 'subscription'];
    expect(here).toEqual([...common, 'deliveryAttempt', 'orderingKey'].sort());
    expect(there).toEqual([...common, 'data'].sort());
  });

  it.each([{}, { writeMetadata: true }])('are the same without a wrapper: %j', async (noWrapper) => {
    const [here, there] = await both(async (target) => {
      await target.subscribe('sub', target.pushTo({ noWrapper }));
      await target.publish({ data: data('{"a":1}'), attributes: { k: 'v' } });
      await target.endpoint.count(1);
      const [got] = target.endpoint.received;
      const headers = Object.entries(got?.headers ?? {}).filter(([name]) => name === 'k' || name.startsWith('x-goog-'));
      return [got?.body, shape(Object.fromEntries(headers))];
    });
    expect(here).toEqual(there);
  });

  /** How many times a message comes that is first answered with `status`. */
  const deliveriesAfter = (status: number) => async (target: Target) => {
    const { endpoint } = target;
    const times = (text: string) => endpoint.received.filter((got) => textOf(got) === text).length;
    endpoint.behaviour.answers = (got) => {
      if (textOf(got) === 'marker') return times('marker') < 3 ? 500 : 204;
      return times('x') === 1 ? status : 204;
    };
    await target.subscribe('sub', target.pushTo());
    await target.publish({ data: data('x') });
    await endpoint.count(1);
    // By the time that the marker has come three times, a message that was not acknowledged before it has come twice.
    await target.publish({ data: data('marker') });
    await until('the marker, three times', () => times('marker') >= 3);
    return times('x');
  };

  it('end with the answers 200, 201 and 204', async () => {
    const seen = await Promise.all([200, 201, 204].map((status) => both(deliveriesAfter(status))));
    expect(seen.flat()).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('come again after 206, 400, 404, 429, 500 and 503', async () => {
    const seen = await Promise.all([206, 400, 404, 429, 500, 503].map((status) => both(deliveriesAfter(status))));
    expect(seen.flat()).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
  });

  it("end with 202 and come again after 203, as documented; Google's the other way round", async () => {
    const seen = await Promise.all([202, 203].map((status) => both(deliveriesAfter(status))));
    expect(seen).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  it('end after five attempts as a dead letter with the same attributes', async () => {
    const [here, there] = await both(async (target) => {
      target.endpoint.behaviour.answers = () => 500;
      const deadLetterTopic = target.name('topics/letters');
      await target.must('PUT', 'topics/letters', {});
      await target.subscribe('letters-sub', { topic: deadLetterTopic });
      await target.subscribe('sub', {
        ...target.pushTo(),
        deadLetterPolicy: { deadLetterTopic, maxDeliveryAttempts: 5 },
      });
      await target.publish({ data: data('x'), attributes: { a: 'b' }, orderingKey: 'u1' });
      await target.endpoint.count(5);
      const [letter] = await target.pull('letters-sub');
      const attributes = { ...letter?.message.attributes, CloudPubSubDeadLetterSourceTopicPublishTime: 'a time' };
      return { pushes: target.endpoint.received.length, shape: shape(letter), attributes };
    });
    expect(here).toEqual(there);
    expect(here).toMatchObject({ pushes: 5, attributes: { a: 'b', CloudPubSubDeadLetterSourceDeliveryCount: '5' } });
  }, 60_000);

  it('of an ordering key wait for its first message, which fails', async () => {
    const [here, there] = await both(async (target) => {
      target.endpoint.behaviour.answers = () => (target.endpoint.received.length === 1 ? 500 : 204);
      await target.subscribe('sub', { ...target.pushTo(), enableMessageOrdering: true });
      await target.publish(...['a1', 'a2', 'a3'].map((text) => ({ data: data(text), orderingKey: 'a' })));
      await target.endpoint.count(4);
      return target.endpoint.received.map(textOf);
    });
    expect(here).toEqual(['a1', 'a1', 'a2', 'a3']);
    expect(here).toEqual(there);
  });
});
