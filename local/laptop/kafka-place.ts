import type { Log, NewRecord } from '../emulators/event-source-mapping/log.ts';
import type { LocalCloud } from './cloud.ts';
import { startKafkaMirror } from './kafka-mirror.ts';

/** Where a run's Kafka topic is: in the log of this process, or on brokers elsewhere, whose records the log gets too. */
export type KafkaPlace = Pick<LocalCloud, 'addresses'> & {
  readonly topic: string;
  /** What leads the function to the same topic. */
  readonly env: Readonly<Record<string, string>>;
  readonly produce: (record: NewRecord) => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * KAFKA_BROKERS (`host:port,host:port`) leads to brokers, with KAFKA_TOPIC, `orders` unless told. Makes the topic, there and in the
 * log; rejects, naming the brokers, when they do not answer.
 */
export async function placeKafka(log: Log, onTrouble: (text: string) => void): Promise<KafkaPlace> {
  const brokers = process.env.KAFKA_BROKERS;
  const topic = process.env.KAFKA_TOPIC || 'orders';
  if (!brokers) {
    log.createTopic(topic);
    const produce = async (record: NewRecord) => void log.produce(topic, record);
    return { topic, env: {}, addresses: [], produce, close: async () => {} };
  }
  const { produce, close } = await startKafkaMirror({ brokers, topic, log, onTrouble });
  const env = { KAFKA_BROKERS: brokers, KAFKA_TOPIC: topic };
  return { topic, env, addresses: [{ what: 'Kafka', url: brokers }], produce, close };
}
