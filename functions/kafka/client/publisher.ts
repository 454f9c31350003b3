import { type Env, need } from '../../../shared/delivery/embedded/env.ts';
import { once } from '../../../shared/delivery/once.ts';
import { patience } from '../../../shared/delivery/patience.ts';
import type { Ports } from '../../../shared/delivery/ports.ts';
import { createPublishPort, type Send } from '../../../shared/delivery/publish-port.ts';
import type { Topics } from '../../../shared/routing/topics.ts';
import { createPool } from './publish/pool.ts';
import { toRecord } from './publish/publisher-record.ts';
import { toRequests } from './publish/publisher-requests.ts';
import { publisherTopic } from './publish/publisher-topic.ts';
import { type KafkaSettings, kafkaSettings, type SettingsOptions } from './settings.ts';

export type PublisherOptions = SettingsOptions & {
  /** Those of the route table. */
  readonly topics?: Topics;
};

/**
 * Publishes to the topic that the route table has for an event's type, else to that of KAFKA_TOPIC, acknowledged by all in-sync
 * replicas, and once however often the client must send it (KIP-98) before the call ends. Throws what `kafkaSettings` throws, and when KAFKA_TOPIC is missing.
 */
export function createKafkaPublisher(env: Env, { topics = {}, secret }: PublisherOptions = {}): Ports['publish'] {
  const settings = kafkaSettings(env, { secret });
  const name = need(env, 'KAFKA_TOPIC', 'the topic for emitted events');
  return createPublishPort(() => open(settings, publisherTopic(topics, name)));
}

/**
 * So many requests at once. A producer that numbers what it writes takes one at a time: the library would number those that run side by
 * side anew when one of them fails, and the broker could take an event for one that it has already.
 */
const MOST = 8;

async function open(settings: KafkaSettings, topicFor: ReturnType<typeof publisherTopic>): Promise<Send> {
  const { maxRequestBytes, compression, idempotent } = settings.limits;
  const pool = createPool(await producers(settings), MOST);
  // The table of errors is loaded with the first of them, since no cold start needs it.
  const toFailure = once(async () => {
    const { createToFailure } = await import('./publish/publisher-failure.ts');
    return createToFailure(settings);
  });
  return (events, signal) => {
    const written = events.map((event) => ({ event, record: toRecord(event, topicFor(event)) }));
    const requests = toRequests(written, maxRequestBytes);
    return pool(async (producer) => {
      for (const records of requests) {
        const request = { messages: [...records], acks: ALL, compression, idempotent };
        await producer.send(request).catch(async (error: unknown) => {
          throw await (await toFailure())(error, records);
        });
      }
    }, signal);
  };
}

const ALL = -1;

/** Makes producers. Somebody waits for a publisher, so that it has less patience than a worker's other clients. */
async function producers(settings: KafkaSettings) {
  const { compatibilityPartitioner, Producer, stringSerializer } = await import('@platformatic/kafka');
  const { clientOptions } = await import('./client-options.ts');
  const { takeLeaderless } = await import('./take-leaderless.ts');
  const text = { key: stringSerializer, headerKey: stringSerializer, headerValue: stringSerializer };
  const options = {
    ...(await clientOptions(settings)),
    serializers: { ...text, value: (value: Buffer | undefined) => value },
    // A key goes where Java's clients put it, who may write the same subject; the client's own way is another one.
    partitioner: compatibilityPartitioner,
    // A login counts as connecting: with less time for an answer than for it, a frozen broker would seem to have hung up.
    connectTimeout: patience.answer,
    requestTimeout: patience.answer,
    // The broker gives up first, and says why.
    timeout: patience.answer - patience.pause,
  };
  return () => takeLeaderless(new Producer(options));
}
