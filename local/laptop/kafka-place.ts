import { kafkaSettings } from '../../functions/kafka/client/settings.ts';
import type { Log, NewRecord } from '../emulators/event-source-mapping/log.ts';
import type { LocalCloud } from './cloud.ts';

/** Where a run's Kafka topic is: in the log of this process, or on brokers elsewhere, whose records the log gets too. */
export type KafkaPlace = Pick<LocalCloud, 'addresses'> & {
  readonly topic: string;
  /** What leads the function to the same topic. */
  readonly env: Readonly<Record<string, string>>;
  readonly produce: (record: NewRecord) => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * KAFKA_BROKERS, KAFKA_PROPERTIES and their like (functions/kafka/client/settings.ts) lead to brokers, with KAFKA_TOPIC, `orders` unless
 * told. Makes the topic, there and in the log; rejects, naming the brokers, when they do not answer.
 */
export async function placeKafka(log: Log, onTrouble: (text: string) => void): Promise<KafkaPlace> {
  const { env } = process;
  const topic = env.KAFKA_TOPIC || 'orders';
  if (!env.KAFKA_BROKERS && !env.KAFKA_PROPERTIES) {
    log.createTopic(topic);
    const produce = async (record: NewRecord) => void log.produce(topic, record);
    return { topic, env: {}, addresses: [], produce, close: async () => {} };
  }
  // With it comes Kafka's client, which takes a second to load.
  const { startKafkaMirror } = await import('./kafka-mirror.ts');
  const settings = kafkaSettings(env);
  const { produce, close } = await startKafkaMirror({ settings, topic, log, onTrouble });
  const brokers = settings.brokers.join(',');
  // How the function logs in there, it reads from the same variables as this process.
  const led = { KAFKA_BROKERS: brokers, KAFKA_TOPIC: topic };
  return { topic, env: led, addresses: [{ what: 'Kafka', url: brokers }], produce, close };
}
