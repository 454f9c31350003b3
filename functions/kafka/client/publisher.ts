import { type Env, need } from '../../../shared/delivery/embedded/env.ts';
import { once } from '../../../shared/delivery/once.ts';
import { patience } from '../../../shared/delivery/patience.ts';
import type { Ports } from '../../../shared/delivery/ports.ts';
import { createPublishPort, type Send } from '../../../shared/delivery/publish-port.ts';
import type { Topics } from '../../../shared/routing/topics.ts';
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
 * replicas. Throws what `kafkaSettings` throws, and when KAFKA_TOPIC is missing.
 */
export function createKafkaPublisher(env: Env, { topics = {}, secret }: PublisherOptions = {}): Ports['publish'] {
  const settings = kafkaSettings(env, { secret });
  const name = need(env, 'KAFKA_TOPIC', 'the topic for emitted events');
  return createPublishPort(() => open(settings, publisherTopic(topics, name)));
}

async function open(settings: KafkaSettings, topicFor: ReturnType<typeof publisherTopic>): Promise<Send> {
  const { maxRequestBytes, compression } = settings.limits;
  const send = await openProducer(settings);
  // The table of errors is loaded with the first of them, since no cold start needs it.
  const toFailure = once(async () => {
    const { createToFailure } = await import('./publish/publisher-failure.ts');
    return createToFailure(settings);
  });
  return async (events) => {
    const written = events.map((event) => ({ event, record: toRecord(event, topicFor(event)) }));
    for (const records of toRequests(written, maxRequestBytes)) {
      await send({ messages: [...records], acks: ALL, compression }).catch(async (error: unknown) => {
        throw await (await toFailure())(error, records);
      });
    }
  };
}

const ALL = -1;

/** Somebody waits for a publisher, so that it has less patience than a worker's other clients. */
async function openProducer(settings: KafkaSettings) {
  const { compatibilityPartitioner, Producer, stringSerializer } = await import('@platformatic/kafka');
  const { clientOptions } = await import('./client-options.ts');
  const { takeLeaderless } = await import('./take-leaderless.ts');
  const text = { key: stringSerializer, headerKey: stringSerializer, headerValue: stringSerializer };
  const producer = new Producer({
    ...(await clientOptions(settings)),
    serializers: { ...text, value: (value: Buffer | undefined) => value },
    // A key goes where Java's clients put it, who may write the same subject; the client's own way is another one.
    partitioner: compatibilityPartitioner,
    // A login counts as connecting: with less time for an answer than for it, a frozen broker would seem to have hung up.
    connectTimeout: patience.answer,
    requestTimeout: patience.answer,
    // The broker gives up first, and says why.
    timeout: patience.answer - patience.pause,
  });
  return takeLeaderless(producer).send.bind(producer);
}
