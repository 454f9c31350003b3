import type { Admin, Consumer, Producer } from '@platformatic/kafka';
import { clientOptions } from '../../functions/kafka/client/client-options.ts';
import { explainKafkaError } from '../../functions/kafka/client/errors.ts';
import type { KafkaSettings } from '../../functions/kafka/client/settings.ts';
import type { KafkaRecord } from '../../functions/kafka/decode.ts';
import { messageOf } from '../../shared/delivery/port-error.ts';
import type { Log, NewRecord } from '../emulators/event-source-mapping/log.ts';
import { followTopic } from './kafka-follow.ts';

export type KafkaMirrorOptions = {
  readonly settings: KafkaSettings;
  /** Created on the brokers if it is missing, and in the log with as many partitions: do not create it there before. */
  readonly topic: string;
  readonly log: Log;
  /** Told, for a person to read, of what keeps records from coming; the mirror goes on trying. */
  readonly onTrouble?: (text: string) => void;
};

export type KafkaMirror = {
  /** Sends a record to the brokers; resolves when all in-sync replicas have it. */
  readonly produce: (record: NewRecord) => Promise<void>;
  readonly close: () => Promise<void>;
};

type Clients = { readonly admin: Admin; readonly consumer: Consumer; readonly producer: Producer };

/**
 * Copies every record that comes to the topic from now on into the log, with its partition, key, value, headers and timestamp, so that
 * what reads the log gets what real brokers have. It belongs to no consumer group.
 */
export async function startKafkaMirror(options: KafkaMirrorOptions): Promise<KafkaMirror> {
  const { settings, topic, log, onTrouble = () => {} } = options;
  const clients = await openClients(settings);
  const closing = new AbortController();
  const from = await prepare(clients, topic).catch(async (error: unknown) => {
    await closeClients(clients);
    throw new Error(`Kafka at ${settings.brokers.join(',')}: ${explainKafkaError(error).message}`, { cause: error });
  });
  log.createTopic(topic, from.length);
  const onRecord = (record: KafkaRecord) => append(log, record, onTrouble);
  const followed = followTopic(clients.consumer, { topic, from, onRecord, onTrouble, closing: closing.signal });
  return {
    produce: (record) => produce(clients.producer, topic, record),
    close: async () => {
      closing.abort();
      await closeClients(clients);
      await followed;
    },
  };
}

async function openClients(settings: KafkaSettings): Promise<Clients> {
  const { Admin, compatibilityPartitioner, Consumer, Producer } = await import('@platformatic/kafka');
  // A topic that was made just now has no leader for a moment.
  const options = { ...(await clientOptions(settings)), retries: 5 };
  return {
    admin: new Admin(options),
    consumer: new Consumer({ ...options, groupId: 'waybill-local', autocommit: false }),
    // As the log and Java's clients place a key.
    producer: new Producer({ ...options, partitioner: compatibilityPartitioner }),
  };
}

/** Makes the topic if need be, and gives the end of each partition as it is now. */
async function prepare({ admin, consumer }: Clients, topic: string): Promise<bigint[]> {
  const isThere = async () => (await admin.listTopics()).includes(topic);
  if (!(await isThere())) {
    await admin.createTopics({ topics: [topic], partitions: 3, replicas: -1 }).catch(async (error: unknown) => {
      if (!(await isThere())) throw error; // else another run was faster
    });
  }
  return (await consumer.listOffsets({ topics: [topic] })).get(topic) ?? [];
}

function append(log: Log, record: KafkaRecord, onTrouble: (text: string) => void): void {
  const { topic, key, value } = record;
  const headers = record.headers.map(
    ([name, data]) => [Buffer.from(name).toString(), data ?? new Uint8Array()] as const,
  );
  // A partition that was added while this runs has none in the log.
  const partition = record.partition % log.partitions(topic).length;
  try {
    log.produce(topic, { key, value, headers, partition, timestamp: Number(record.timestamp) });
  } catch (error) {
    onTrouble(`Kafka, ${topic}-${record.partition} at ${record.offset}: ${messageOf(error)}`);
  }
}

async function produce(producer: Producer, topic: string, record: NewRecord): Promise<void> {
  const { key, value, headers = [], partition, timestamp } = record;
  const message = {
    topic,
    ...(key !== undefined && key !== null && { key: Buffer.from(key) }),
    ...(value !== undefined && value !== null && { value: Buffer.from(value) }),
    headers: new Map(headers.map(([name, data]) => [Buffer.from(name), Buffer.from(data)])),
    ...(partition !== undefined && { partition }),
    ...(timestamp !== undefined && { timestamp: BigInt(timestamp) }),
  };
  await producer.send({ messages: [message], acks: -1 }).catch((error: unknown) => {
    throw new Error(`Kafka: ${explainKafkaError(error).message}`, { cause: error });
  });
}

/** To brokers that are gone nobody can say goodbye. */
async function closeClients({ admin, consumer, producer }: Clients): Promise<void> {
  await Promise.allSettled([consumer.close(true), producer.close(), admin.close()]);
}
