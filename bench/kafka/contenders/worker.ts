import { EventEmitter, once } from 'node:events';
import { ack } from '../../../functions/kafka/ack.ts';
import { kafkaSettings } from '../../../functions/kafka/client/settings.ts';
import { decode, type KafkaRecord, type Ref } from '../../../functions/kafka/decode.ts';
import { startWorker } from '../../../functions/kafka/worker/start-worker.ts';
import { bind, type Call } from '../../../shared/delivery/bind.ts';
import { createMemoryState } from '../../../shared/delivery/embedded/memory-state.ts';
import { createRouter } from '../../../shared/delivery/router.ts';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { anything, toBenchPorts } from '../../bench-ports.ts';
import { METER_READ } from '../events.ts';
import { createSampler } from '../sampler.ts';
import { printReport, readTask } from '../task.ts';

/** The worker as it is, with one route whose handler does nothing and state in memory. It leaves no line in a log. */
const { brokers, topic, group, events, commitEvery, finishedClaims, sampleEvery } = readTask();

const table = defineRoutes([route({ name: 'noop', on: METER_READ, schema: anything, handle: async () => {} })]);
const ports = toBenchPorts(createMemoryState(Date.now, { finishedClaims }));
const router = createRouter({ name: 'kafka', table, ports }, {});
const deliver = bind({ decode, ack }, router);
const sampler = createSampler(sampleEvery);
const ends = new EventEmitter();
/** By partition: so many are finished of it. What comes again, after a rebalance, is not counted again. */
const marks = new Map<number, number>();
let start = 0;

const run = async (records: readonly KafkaRecord[], call: Call<Ref>) => {
  start ||= performance.now();
  const finished = await deliver(records, call);
  // A batch may end before one that began earlier.
  for (const { partition, offset } of finished.slice(-1))
    marks.set(partition, Math.max(marks.get(partition) ?? 0, Number(offset) + 1));
  sampler.at(done());
  if (done() === events) ends.emit('all');
  return finished;
};

const done = () => [...marks.values()].reduce((sum, mark) => sum + mark, 0);

const all = once(ends, 'all');
const worker = await startWorker({
  settings: kafkaSettings({ KAFKA_BROKERS: brokers, KAFKA_AUTO_COMMIT_INTERVAL_MS: String(commitEvery) }),
  group,
  topics: [topic],
  from: 'earliest',
  run,
  concurrency: 64,
  grace: 10_000,
  log: ({ level, ...line }) => level !== 'info' && console.error(JSON.stringify(line)),
});
await all;
await worker.stop();
printReport({ events: done(), ms: performance.now() - start, samples: sampler.samples });
