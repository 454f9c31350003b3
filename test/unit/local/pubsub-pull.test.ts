import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../../until.ts';
import { data, type Harness, type Pulled, startHarness } from './pubsub-harness.ts';

const second = 1000;
let emulator: Harness;

beforeEach(async () => {
  emulator = await startHarness();
  await emulator.topic('orders');
});

afterEach(() => emulator.pubsub.close());

async function pullOne(): Promise<Pulled | undefined> {
  const [pulled] = await emulator.pull('pull', 1);
  return pulled;
}

async function mustPullOne(): Promise<Pulled> {
  const pulled = await pullOne();
  if (!pulled) throw new Error('There was nothing to pull');
  return pulled;
}

const acknowledge = (ackId: string) => emulator.must('POST', 'subscriptions/pull:acknowledge', { ackIds: [ackId] });
const modify = (ackId: string, ackDeadlineSeconds: number) =>
  emulator.must('POST', 'subscriptions/pull:modifyAckDeadline', { ackIds: [ackId], ackDeadlineSeconds });

describe('a pull', () => {
  it('gives messages in the order of their publication, up to the number asked for', async () => {
    await emulator.subscribe('pull');
    const { messageIds } = await emulator.publish({ data: data('1') }, { data: data('2') }, { data: data('3') });
    const pulled = await emulator.pull('pull', 2);
    expect(pulled.map((one) => one.message)).toEqual([
      { data: data('1'), messageId: messageIds[0], publishTime: '2026-01-01T00:00:00.000Z' },
      { data: data('2'), messageId: messageIds[1], publishTime: '2026-01-01T00:00:00.000Z' },
    ]);
    expect(await emulator.pull('pull')).toHaveLength(1);
    expect(await emulator.pull('pull')).toEqual([]);
  });

  it('gives no message that was published before the subscription', async () => {
    await emulator.publish({ data: data('early') });
    await emulator.subscribe('pull');
    expect(await emulator.pull('pull')).toEqual([]);
  });

  it('waits for a message, but not for ever', async () => {
    await emulator.subscribe('pull');
    const waiting = emulator.must('POST', 'subscriptions/pull:pull', { maxMessages: 5 });
    await emulator.publish({ data: data('x') });
    const { receivedMessages } = await waiting;
    expect(receivedMessages).toHaveLength(1);
    await acknowledge(receivedMessages?.[0]?.ackId ?? '');
    let answer: object | undefined;
    void emulator.must('POST', 'subscriptions/pull:pull', { maxMessages: 5 }).then((body) => {
      answer = body;
    });
    await until('the empty answer', () => {
      emulator.clock.advance(20 * second);
      return answer;
    });
    expect(answer).toEqual({});
  });
});

describe('a pulled message', () => {
  beforeEach(async () => {
    await emulator.subscribe('pull');
    await emulator.publish({ data: data('x') });
  });

  it('is gone when it is acknowledged, and acknowledging again is no error', async () => {
    const { ackId } = await mustPullOne();
    expect(emulator.pubsub.pending()).toBe(1);
    await acknowledge(ackId);
    await acknowledge(ackId);
    expect(emulator.pubsub.pending()).toBe(0);
    emulator.clock.advance(700 * second);
    expect(await pullOne()).toBeUndefined();
  });

  it('comes again under another ack id when its deadline passes', async () => {
    const first = await mustPullOne();
    emulator.clock.advance(10 * second - 1);
    expect(await pullOne()).toBeUndefined();
    emulator.clock.advance(1);
    const again = await mustPullOne();
    expect(again.message).toEqual(first.message);
    expect(again.ackId).not.toBe(first.ackId);
    await acknowledge(first.ackId);
    expect(emulator.pubsub.pending()).toBe(1);
  });

  it('may be acknowledged late, as long as it has not come again', async () => {
    const { ackId } = await mustPullOne();
    emulator.clock.advance(60 * second);
    await acknowledge(ackId);
    expect(emulator.pubsub.pending()).toBe(0);
  });

  it('may be given more time, and be given back', async () => {
    const { ackId } = await mustPullOne();
    emulator.clock.advance(5 * second);
    await modify(ackId, 600);
    emulator.clock.advance(600 * second - 1);
    expect(await pullOne()).toBeUndefined();
    await modify(ackId, 0);
    const again = await mustPullOne();
    expect(again.ackId).not.toBe(ackId);
    await modify(ackId, 0);
    expect(await pullOne()).toBeUndefined();
  });

  it('comes again after the retry policy says so', async () => {
    const change = { subscription: { retryPolicy: { minimumBackoff: '20s' } }, updateMask: 'retryPolicy' };
    await emulator.must('PATCH', 'subscriptions/pull', change);
    await modify((await mustPullOne()).ackId, 0);
    emulator.clock.advance(20 * second - 1);
    expect(await pullOne()).toBeUndefined();
    emulator.clock.advance(1);
    expect(await pullOne()).toBeDefined();
  });

  it('counts its deliveries where there is a dead-letter policy, and goes there after the last', async () => {
    await emulator.topic('letters');
    const deadLetterPolicy = { deadLetterTopic: 'projects/p/topics/letters', maxDeliveryAttempts: 5 };
    await emulator.must('PATCH', 'subscriptions/pull', {
      subscription: { deadLetterPolicy },
      updateMask: 'dead_letter_policy',
    });
    const attempts = [];
    for (let one = await pullOne(); one; one = await pullOne()) {
      attempts.push(one.deliveryAttempt);
      if (attempts.length % 2) await modify(one.ackId, 0);
      else emulator.clock.advance(10 * second);
    }
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
    expect(emulator.pubsub.pending()).toBe(0);
    expect(emulator.events.at(-1)).toMatchObject({ kind: 'dead-lettered', attempt: 5 });
  });
});
