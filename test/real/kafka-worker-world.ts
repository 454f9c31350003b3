import { Admin, type MessageToProduce, ProduceAcks, Producer } from '@platformatic/kafka';
import { kafkaSettings } from '../../functions/kafka/client/settings.ts';
import type { KafkaRecord, Ref } from '../../functions/kafka/decode.ts';
import { startWorker } from '../../functions/kafka/worker/start-worker.ts';
import type { Worker, WorkerOptions } from '../../functions/kafka/worker/worker-options.ts';
import type { Env } from '../../shared/delivery/embedded/env.ts';
import type { LogLine } from '../../shared/delivery/ports.ts';
import { createClosers } from '../e2e/support/closers.ts';
import { until } from '../until.ts';

/** Topics, producers and workers on a broker, for tests; `closeAll` ends what is still there. */
export type World = ReturnType<typeof createWorld>;

let names = 0;

export function createWorld(brokers: () => string) {
  const closers = createClosers();
  const client = () => ({ clientId: 'test', bootstrapBrokers: [brokers()], retries: 20, retryDelay: 100 });
  const opened = <T extends { close: () => Promise<void> }>(one: T): T => closers.add(one);
  const admin = () => opened(new Admin(client()));
  return {
    closeAll: closers.closeAll,
    admin,
    newName: (what: string) => `${what}-${++names}`,
    createTopic: async (topic: string, partitions = 1, configs: Record<string, string> = {}) => {
      const list = Object.entries(configs).map(([name, value]) => ({ name, value }));
      const made = admin();
      await made.createTopics({ topics: [topic], partitions, replicas: 1, configs: list });
      // A producer that meets a partition without a leader sends all of its records again, the others' too.
      await until(`leaders of ${topic}`, () =>
        made.metadata({ topics: [topic], forceUpdate: true }).then(
          () => true,
          () => false,
        ),
      );
    },
    produce: async (
      messages: readonly Partial<MessageToProduce>[],
      topic: string,
      compression: 'none' | 'gzip' = 'none',
    ) => {
      // Idempotent, since one that sends again what it has written would write it twice.
      const producer = opened(new Producer({ ...client(), idempotent: true }));
      const full = messages.map((message) => ({ value: undefined as never, ...message, topic })); // the library takes a tombstone, its types do not
      for (let start = 0; start < full.length; start += 1_000) {
        await producer.send({ messages: full.slice(start, start + 1_000), acks: ProduceAcks.ALL, compression });
      }
    },
    committed: async (group: string, topic: string): Promise<readonly (readonly [number, bigint])[]> => {
      const groups = await admin().listConsumerGroupOffsets({ groups: [group] });
      const found = groups[0]?.topics.find(({ name }) => name === topic);
      return (found?.partitions ?? []).map(
        ({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset] as const,
      );
    },
    start: async (
      options: Partial<WorkerOptions> & Pick<WorkerOptions, 'group' | 'topics'>,
      env: Env = {},
    ): Promise<TestWorker> => {
      const seen: KafkaRecord[] = [];
      const lines: LogLine[] = [];
      const worker = await startWorker({
        settings: kafkaSettings({ KAFKA_BROKERS: brokers(), ...QUICK, ...env }),
        from: 'earliest',
        concurrency: 16,
        grace: 5_000,
        log: (line) => void lines.push(line),
        ...options,
        run: async (records, call) => {
          seen.push(...records);
          return options.run === undefined ? records.map(toRef) : options.run(records, call);
        },
      });
      closers.add({ close: worker.stop });
      return { ...worker, seen, lines };
    },
  };
}

export type TestWorker = Worker & { readonly seen: readonly KafkaRecord[]; readonly lines: readonly LogLine[] };

/** Sessions and commits as short as a test's patience. */
const QUICK = {
  KAFKA_SESSION_TIMEOUT_MS: '6000',
  KAFKA_HEARTBEAT_INTERVAL_MS: '200',
  KAFKA_MAX_POLL_INTERVAL_MS: '10000',
  KAFKA_AUTO_COMMIT_INTERVAL_MS: '100',
};

export function toRef({ topic, partition, offset }: KafkaRecord): Ref {
  return { topic, partition, offset };
}

export function textOf({ value }: Pick<KafkaRecord, 'value'>): string {
  return Buffer.from(value ?? []).toString();
}

export function numbered(count: number, from = 0): { readonly key: Buffer; readonly value: Buffer }[] {
  return Array.from({ length: count }, (_, index) => ({
    key: Buffer.from(`key-${(from + index) % 50}`),
    value: Buffer.from(`${from + index}`),
  }));
}

/** Of what a group has committed of a topic: so many records, if none of them is a marker. */
export function sum(offsets: readonly (readonly [partition: number, offset: bigint])[]): number {
  return offsets.reduce((total, [, offset]) => total + Number(offset), 0);
}
