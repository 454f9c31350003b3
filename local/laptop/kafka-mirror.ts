import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, Consumer, Message, Producer } from '@platformatic/kafka';
import { messageOf } from '../../shared/delivery/port-error.ts';
import type { Log, NewRecord } from '../emulators/event-source-mapping/log.ts';

export type KafkaMirrorOptions = {
  /** `host:port,host:port`. */
  readonly brokers: string;
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
 * what reads the log gets what real brokers have. Nothing is committed: the consumer group is this run's alone.
 */
export async function startKafkaMirror(options: KafkaMirrorOptions): Promise<KafkaMirror> {
  const { brokers, topic, log, onTrouble = () => {} } = options;
  const clients = await openClients(brokers);
  const closing = new AbortController();
  const next = await prepare(clients, topic).catch(async (error: unknown) => {
    await closeClients(clients);
    throw new Error(`Kafka at ${brokers}: ${innermost(error)}`, { cause: error });
  });
  log.createTopic(topic, next.length);
  const followed = follow(clients.consumer, next, { topic, log, onTrouble, closing: closing.signal });
  return {
    produce: (record) => produce(clients.producer, topic, record),
    close: async () => {
      closing.abort();
      await closeClients(clients);
      await followed;
    },
  };
}

async function openClients(brokers: string): Promise<Clients> {
  const { Admin, Consumer, Producer } = await import('@platformatic/kafka');
  const bootstrapBrokers = brokers.split(',').map((broker) => broker.trim());
  const common = { clientId: 'waybill-local', bootstrapBrokers, retries: 5, retryDelay: 200 };
  const groupId = `waybill-local-${process.pid}-${Date.now()}`;
  return {
    admin: new Admin(common),
    consumer: new Consumer({ ...common, groupId, autocommit: false, maxWaitTime: 500 }),
    producer: new Producer(common),
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

type Following = Required<Omit<KafkaMirrorOptions, 'brokers'>> & { readonly closing: AbortSignal };

/** Reads on from `next` until it is closing; a stream that has failed is opened again where it ended, and why is told once. */
async function follow(consumer: Consumer, next: bigint[], { topic, log, onTrouble, closing }: Following) {
  let told = '';
  while (!closing.aborted) {
    try {
      const offsets = next.map((offset, partition) => ({ topic, partition, offset }));
      const stream = await consumer.consume({ topics: [topic], mode: 'manual', offsets });
      for await (const message of stream) {
        told = '';
        next[message.partition] = message.offset + 1n;
        append(log, message, onTrouble);
      }
    } catch (error) {
      if (closing.aborted) return;
      const trouble = `Kafka: ${innermost(error)}`;
      if (trouble !== told) onTrouble(trouble);
      told = trouble;
      await delay(1000, undefined, { signal: closing }).catch(() => {});
    }
  }
}

function append(log: Log, message: Message, onTrouble: (text: string) => void): void {
  const { topic, key, value, headerEntries } = message;
  const headers = headerEntries.map(([name, data]) => [name.toString(), data ?? new Uint8Array()] as const);
  // A partition that was added while this runs has none in the log.
  const partition = message.partition % log.partitions(topic).length;
  try {
    log.produce(topic, { key, value, headers, partition, timestamp: Number(message.timestamp) });
  } catch (error) {
    onTrouble(`Kafka, ${topic}-${message.partition} at ${message.offset}: ${messageOf(error)}`);
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
    throw new Error(`Kafka: ${innermost(error)}`, { cause: error });
  });
}

/** To brokers that are gone nobody can say goodbye. */
async function closeClients({ admin, consumer, producer }: Clients): Promise<void> {
  await Promise.allSettled([consumer.close(true), producer.close(), admin.close()]);
}

/** The client wraps what went wrong, once for each retry and layer; a person wants to know what it was. */
function innermost(error: unknown): string {
  const { errors, cause, message }: { errors?: unknown; cause?: unknown; message?: unknown } = Object(error);
  const inner: unknown = Array.isArray(errors) ? errors.at(-1) : cause;
  if (inner !== undefined && inner !== null) return innermost(inner);
  return typeof message === 'string' ? message : String(error);
}
