import { EventEmitter, once } from 'node:events';
import { printReport, readTask } from '../../kafka/task.ts';
import { load } from '../npm/load.ts';

/** kafkajs as its documentation says for throughput: whole batches, resolved and committed by itself. */
type Batch = { readonly batch: { readonly messages: readonly { readonly value: Buffer | null }[] } };
type Run = { readonly autoCommitInterval: number; readonly eachBatch: (batch: Batch) => Promise<void> };
type Kafkajs = {
  readonly logLevel: { readonly ERROR: number };
  readonly Kafka: new (
    options: object,
  ) => {
    readonly consumer: (options: object) => {
      readonly connect: () => Promise<void>;
      readonly subscribe: (options: object) => Promise<void>;
      readonly run: (options: Run) => Promise<void>;
      /** Commits what was resolved before it leaves. */
      readonly stop: () => Promise<void>;
      readonly disconnect: () => Promise<void>;
    };
  };
};

const { brokers, topic, group, events, commitEvery } = readTask();
const { Kafka, logLevel } = load<Kafkajs>(process.argv[3] ?? '', 'kafkajs');
const kafka = new Kafka({ clientId: 'bench', brokers: [brokers], logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: group });
const ends = new EventEmitter();
let [seen, start] = [0, 0];

await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
const all = once(ends, 'all');
await consumer.run({
  autoCommitInterval: commitEvery,
  eachBatch: async ({ batch }) => {
    start ||= performance.now();
    for (const { value } of batch.messages) JSON.parse(String(value));
    seen += batch.messages.length;
    if (seen >= events) ends.emit('all');
  },
});
await all;
await consumer.stop();
printReport({ events: seen, ms: performance.now() - start });
await consumer.disconnect();
