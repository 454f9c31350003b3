import { setTimeout as delay } from 'node:timers/promises';
import { ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';
import { type Sent, toCloudEvent } from './fault-events.ts';

/** An event that the broker has acknowledged, and where it lies: behind its offset where a batch before it was sent twice. */
export type Acknowledged = Sent & { readonly offset: bigint };

/** A batch has at most so many events, and about so many bytes, which is the most that a broker takes unless told. */
const BATCH = { events: 500, bytes: 1_000_000 };
/** What takes its time is sent in so many steps at least. */
const STEPS = 100;
const AGAIN = 100;

/** Sends events to a topic in their order, each batch until the broker has acknowledged it. */
export function createLoad(brokers: string, topic: string) {
  const sent: Acknowledged[] = [];
  const producer = new Producer({
    clientId: 'load',
    bootstrapBrokers: [brokers],
    serializers: stringSerializers,
    retries: 0,
    requestTimeout: 5_000,
  });
  let closed = false;

  const sendBatch = async (batch: readonly Sent[]): Promise<void> => {
    const messages = batch.map((event) => toMessage(topic, event));
    const answer = await producer.send({ messages, acks: ProduceAcks.ALL }).catch(() => undefined);
    if (answer !== undefined) return void sent.push(...withOffsets(batch, answer.offsets ?? []));
    if (closed) throw new Error('the load was closed before everything was sent');
    await delay(AGAIN);
    return sendBatch(batch);
  };
  return {
    sent,
    /** Takes `over` milliseconds for all of them, or no longer than it must. */
    send: async (events: readonly Sent[], over = 0): Promise<void> => {
      const start = performance.now();
      const size = over === 0 ? sizeFor(events) : Math.min(sizeFor(events), Math.ceil(events.length / STEPS));
      for (let index = 0; index < events.length; index += size) {
        await sendBatch(events.slice(index, index + size));
        const due = start + (over * (index + size)) / events.length;
        await delay(Math.max(0, due - performance.now()));
      }
    },
    close: async () => {
      closed = true;
      await producer.close(true);
    },
  };
}

function sizeFor([first]: readonly Sent[]): number {
  const bytes = first === undefined ? 1 : JSON.stringify(toCloudEvent(first)).length;
  return Math.max(1, Math.min(BATCH.events, Math.floor(BATCH.bytes / bytes)));
}

function toMessage(topic: string, event: Sent) {
  const { subject: key, partition } = event;
  const headers = { 'content-type': 'application/cloudevents+json' };
  return { topic, partition, key, value: JSON.stringify(toCloudEvent(event)), headers };
}

type Base = { readonly partition: number; readonly offset: bigint };

function withOffsets(batch: readonly Sent[], bases: readonly Base[]): readonly Acknowledged[] {
  const next = new Map(bases.map(({ partition, offset }) => [partition, offset]));
  return batch.map((event) => {
    const offset = next.get(event.partition) ?? -1n;
    next.set(event.partition, offset + 1n);
    return { ...event, offset };
  });
}
