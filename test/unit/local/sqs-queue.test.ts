import { describe, expect, it } from '@jest/globals';
import { createQueue, type QueueOptions } from '../../../local/emulators/sqs/queue.ts';
import { createManualClock } from '../../manual-clock.ts';

const second = 1000;

function start(options: Partial<QueueOptions> = {}) {
  const clock = createManualClock();
  const queue = createQueue({ name: options.fifo ? 'q.fifo' : 'q', clock, ...options });
  const bodies = (max = 10) => queue.receive({ max }).map(({ body }) => body);
  return { clock, queue, bodies };
}

describe('a queue', () => {
  it('hides a received message until its visibility timeout ends, and counts the receives', () => {
    const { clock, queue } = start();
    queue.send({ body: 'a' });
    expect(queue.receive()[0]?.systemAttributes.ApproximateReceiveCount).toBe('1');
    clock.advance(30 * second - 1);
    expect(queue.receive()).toEqual([]);
    clock.advance(1);
    expect(queue.receive()[0]?.systemAttributes.ApproximateReceiveCount).toBe('2');
  });

  it('forgets a message that is removed by its latest receipt handle', () => {
    const { clock, queue } = start();
    queue.send({ body: 'a' });
    const [first] = queue.receive();
    clock.advance(30 * second);
    const [again] = queue.receive();
    queue.remove(first?.receiptHandle ?? '');
    expect(queue.stats()).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
    queue.remove(again?.receiptHandle ?? '');
    queue.remove(again?.receiptHandle ?? '');
    expect(queue.stats()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('shows a message when its visibility is changed to 0, and later when it is prolonged', () => {
    const { clock, queue, bodies } = start();
    queue.send({ body: 'a' });
    queue.changeVisibility(queue.receive()[0]?.receiptHandle ?? '', 0);
    const [message] = queue.receive();
    expect(message?.body).toBe('a');
    queue.changeVisibility(message?.receiptHandle ?? '', 100);
    clock.advance(99 * second);
    expect(bodies()).toEqual([]);
    clock.advance(1 * second);
    expect(bodies()).toEqual(['a']);
  });

  it('delays a message', () => {
    const { clock, queue, bodies } = start();
    queue.send({ body: 'a', delaySeconds: 5 });
    expect([bodies(), queue.stats().delayed]).toEqual([[], 1]);
    clock.advance(5 * second);
    expect(bodies()).toEqual(['a']);
  });

  it('moves a message to the dead-letter queue instead of receiving it once more than maxReceiveCount', () => {
    const clock = createManualClock();
    const deadLetterQueue = createQueue({ name: 'dead', clock });
    const { queue, bodies } = start({ clock, maxReceiveCount: 2, deadLetterQueue });
    const { messageId } = queue.send({ body: 'a' });
    for (let i = 0; i < 2; i++) {
      expect(bodies()).toEqual(['a']);
      clock.advance(30 * second);
    }
    expect(bodies()).toEqual([]);
    expect(queue.stats()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(deadLetterQueue.receive()).toMatchObject([
      { messageId, body: 'a', systemAttributes: { DeadLetterQueueSourceArn: queue.arn, ApproximateReceiveCount: '1' } },
    ]);
  });

  it('keeps a message for four days', () => {
    const { clock, queue, bodies } = start();
    queue.send({ body: 'a' });
    clock.advance(4 * 24 * 3600 * second);
    expect(bodies()).toEqual([]);
    expect(queue.stats().visible).toBe(0);
  });

  it('tells its listeners when something can be received', () => {
    const { clock, queue } = start();
    let calls = 0;
    const stop = queue.onVisible(() => calls++);
    queue.send({ body: 'a' });
    queue.receive();
    clock.advance(30 * second);
    expect(calls).toBe(2);
    stop();
    queue.send({ body: 'b' });
    expect(calls).toBe(2);
  });

  it('receives no more than fits', () => {
    const { queue } = start();
    for (const body of ['12345', '1234', '12345']) queue.send({ body });
    expect(queue.receive({ max: 10, maxBytes: 9 }).map(({ body }) => body)).toEqual(['12345', '1234']);
    expect(queue.receive({ max: 10, maxBytes: 1 })).toHaveLength(1);
  });

  it.each([
    [{ body: '' }, 'MissingParameter'],
    [{ body: '\u0000' }, 'InvalidMessageContents'],
    [{ body: 'x'.repeat(1024 * 1024 + 1) }, 'InvalidParameterValue'],
    [{ body: 'x', delaySeconds: 901 }, 'InvalidParameterValue'],
  ])('refuses a bad message', (message, code) => {
    expect(() => start().queue.send(message)).toThrow(expect.objectContaining({ code }));
  });

  it('takes a message of exactly 1 MiB', () => {
    expect(start().queue.send({ body: 'x'.repeat(1024 * 1024) }).messageId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('refuses what is no receipt handle, and to change a message that is not in flight', () => {
    const { clock, queue } = start();
    queue.send({ body: 'a' });
    const [message] = queue.receive();
    clock.advance(30 * second);
    expect(() => queue.remove('nonsense')).toThrow(expect.objectContaining({ code: 'ReceiptHandleIsInvalid' }));
    const change = () => queue.changeVisibility(message?.receiptHandle ?? '', 1);
    expect(change).toThrow(expect.objectContaining({ code: 'MessageNotInflight' }));
  });

  it.each([
    [{ name: 'q.fifo' }, 'no name of a standard queue'],
    [{ name: 'q', fifo: true }, 'no name of a FIFO queue'],
    [{ name: 'q', maxReceiveCount: 3 }, 'needs both maxReceiveCount and deadLetterQueue'],
  ])('is not made of %j', (options, message) => {
    expect(() => start(options)).toThrow(message);
  });
});

describe('a FIFO queue', () => {
  const fifo = { fifo: true, contentBasedDeduplication: true };

  it('gives a group in order, and nothing more of it while one of it is in flight', () => {
    const { clock, queue, bodies } = start(fifo);
    for (const [groupId, body] of [
      ['a', 'a1'],
      ['a', 'a2'],
      ['b', 'b1'],
      ['a', 'a3'],
    ] as const)
      queue.send({ groupId, body });
    const [first] = queue.receive({ max: 1 });
    expect(first?.body).toBe('a1');
    expect(bodies()).toEqual(['b1']);
    queue.remove(first?.receiptHandle ?? '');
    expect(bodies(1)).toEqual(['a2']);
    clock.advance(30 * second);
    expect(bodies()).toEqual(['a2', 'b1', 'a3']);
  });

  it('takes one of what is sent twice within five minutes, by id or by body', () => {
    const { clock, queue, bodies } = start(fifo);
    const first = queue.send({ groupId: 'a', body: 'x' });
    expect(queue.send({ groupId: 'a', body: 'x' }).messageId).toBe(first.messageId);
    queue.send({ groupId: 'a', body: 'y', deduplicationId: 'id' });
    queue.send({ groupId: 'a', body: 'z', deduplicationId: 'id' });
    clock.advance(5 * 60 * second);
    queue.send({ groupId: 'a', body: 'x' });
    expect(bodies()).toEqual(['x', 'y', 'x']);
  });

  it('gives sequence numbers that rise', () => {
    const { queue } = start(fifo);
    const numbers = ['x', 'y'].map((body) => queue.send({ groupId: 'a', body }).sequenceNumber ?? '');
    expect(numbers).toEqual([expect.stringMatching(/^\d{20}$/), expect.stringMatching(/^\d{20}$/)]);
    expect(numbers.toSorted()).toEqual(numbers);
  });

  it.each([
    [{ body: 'x' }, 'MissingParameter'],
    [{ body: 'x', groupId: 'a' }, 'InvalidParameterValue'],
    [{ body: 'x', groupId: 'a', deduplicationId: 'i', delaySeconds: 1 }, 'InvalidParameterValue'],
  ])('refuses %j', (message, code) => {
    expect(() => start({ fifo: true }).queue.send(message)).toThrow(expect.objectContaining({ code }));
  });
});
