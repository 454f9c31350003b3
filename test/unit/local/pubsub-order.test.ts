import { describe, expect, it } from '@jest/globals';
import { until } from '../../until.ts';
import { data, type Endpoint, eachWithPushes, type Harness } from './pubsub-harness.ts';

let endpoint: Endpoint;
let emulator: Harness;

eachWithPushes((...started) => {
  [endpoint, emulator] = started;
});

const push = () => ({ pushConfig: { pushEndpoint: endpoint.url } });
const texts = () =>
  endpoint.received.map(({ body }) => Buffer.from(JSON.parse(body).message.data, 'base64').toString());
const outcomes = (n: number) =>
  until(`${n} outcomes`, () => emulator.events.filter((event) => event.kind === 'delivery').length >= n);

describe('an ordered subscription', () => {
  it('has one message of a key under way, and a failing one holds its key but no other', async () => {
    endpoint.behaviour.answers = () => undefined;
    await emulator.subscribe('push', {
      ...push(),
      enableMessageOrdering: true,
      retryPolicy: { minimumBackoff: '10s' },
    });
    await emulator.publish({ data: data('a1'), orderingKey: 'a' }, { data: data('a2'), orderingKey: 'a' });
    await emulator.publish({ data: data('b1'), orderingKey: 'b' });
    await endpoint.count(1);
    endpoint.received[0]?.respond(500);
    await endpoint.count(2);
    endpoint.received[1]?.respond(200);
    await outcomes(2);
    expect(texts()).toEqual(['a1', 'b1']);
    emulator.clock.advance(10_000);
    await endpoint.count(3);
    endpoint.received[2]?.respond(200);
    await endpoint.count(4);
    expect(texts()).toEqual(['a1', 'b1', 'a1', 'a2']);
  });

  it('goes on with a key when its failing message is dead-lettered', async () => {
    endpoint.behaviour.answers = () => (texts().includes('a2') ? 200 : 500);
    await emulator.topic('letters');
    const deadLetterPolicy = { deadLetterTopic: 'projects/p/topics/letters' };
    await emulator.subscribe('push', { ...push(), enableMessageOrdering: true, deadLetterPolicy });
    await emulator.publish({ data: data('a1'), orderingKey: 'a' }, { data: data('a2'), orderingKey: 'a' });
    for (let n = 1; n <= 5; n += 1) {
      await outcomes(n);
      // More than any pause so far, less than the next attempt's ack deadline.
      emulator.clock.advance(9000);
    }
    await until('the end', () => emulator.pubsub.pending() === 0);
    expect(texts()).toEqual(['a1', 'a1', 'a1', 'a1', 'a1', 'a2']);
  });

  it('gives a puller one message of a key at a time, and any number without a key', async () => {
    await emulator.subscribe('pull', { enableMessageOrdering: true });
    await emulator.publish({ data: data('a1'), orderingKey: 'a' }, { data: data('a2'), orderingKey: 'a' });
    await emulator.publish({ data: data('x') }, { data: data('y') });
    const first = await emulator.pull('pull');
    expect(first.map((one) => one.message.data)).toEqual([data('a1'), data('x'), data('y')]);
    await emulator.must('POST', 'subscriptions/pull:acknowledge', { ackIds: [first[0]?.ackId] });
    expect((await emulator.pull('pull'))[0]?.message).toMatchObject({
      data: data('a2'),
      orderingKey: 'a',
    });
  });
});

describe('the pace of pushes', () => {
  const publishMany = (n: number) =>
    emulator.publish(...Array.from({ length: n }, (_, i) => ({ data: data(`m${i}`) })));

  it('starts with one request and doubles with each success', async () => {
    endpoint.behaviour.answers = () => undefined;
    await emulator.subscribe('push', push());
    await publishMany(20);
    await endpoint.count(1);
    endpoint.received[0]?.respond(200);
    await endpoint.count(3);
    endpoint.received[1]?.respond(200);
    await endpoint.count(6);
    await outcomes(2);
    expect(endpoint.received).toHaveLength(6);
  });

  it('halves with each failure, down to one', async () => {
    endpoint.behaviour.answers = () => (endpoint.received.length <= 3 ? 200 : undefined);
    await emulator.subscribe('push', { ...push(), retryPolicy: {} });
    await publishMany(30);
    await endpoint.count(3 + 8);
    const held = endpoint.received.slice(3);
    for (const [index, got] of held.slice(0, 7).entries()) {
      got.respond(500);
      await outcomes(3 + index + 1);
    }
    // The window went from 8 to 1, and the one that is left of the eight fills it.
    expect(endpoint.received).toHaveLength(11);
    held[7]?.respond(500);
    await endpoint.count(12);
    await outcomes(11);
    expect(endpoint.received).toHaveLength(12);
  });

  it('never has more than a hundred requests under way, and delivers everything', async () => {
    let underWay = 0;
    let most = 0;
    endpoint.behaviour.answers = (got) => {
      underWay += 1;
      most = Math.max(most, underWay);
      setImmediate(() => {
        underWay -= 1;
        got.respond(204);
      });
      return undefined;
    };
    await emulator.subscribe('push', push());
    await publishMany(1000);
    await until('all of them', () => emulator.pubsub.pending() === 0);
    expect(new Set(texts()).size).toBe(1000);
    expect(endpoint.received).toHaveLength(1000);
    expect(most).toBeLessThanOrEqual(100);
  });
});
