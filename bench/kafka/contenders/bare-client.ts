import { once } from 'node:events';
import { Consumer } from '@platformatic/kafka';
import { FETCH, printReport, readTask } from '../task.ts';

/** The client that the worker is built on, by itself: its stream, JSON.parse of each value, and commits of what was parsed. */
const { brokers, topic, group, events, commitEvery } = readTask();
const consumer = new Consumer({
  ...FETCH,
  ...{ clientId: 'bench', groupId: group, bootstrapBrokers: [brokers], retries: 10, retryDelay: 100 },
});
const stream = await consumer.consume({
  topics: [topic],
  mode: 'committed',
  fallbackMode: 'earliest',
  autocommit: false,
});

const next = new Map<number, bigint>();
let [seen, start, committing] = [0, 0, Promise.resolve()];
const commit = () => {
  const offsets = [...next].map(([partition, offset]) => ({ topic, partition, offset, leaderEpoch: -1 }));
  next.clear();
  committing = committing.then(() => consumer.commit({ offsets }));
};
let timer: NodeJS.Timeout | undefined;

stream.on('data', ({ value, partition, offset }) => {
  if (seen === 0) {
    start = performance.now();
    timer = setInterval(commit, commitEvery);
  }
  JSON.parse(value.toString());
  next.set(partition, offset + 1n);
  seen += 1;
  if (seen === events) stream.emit('all');
});
await once(stream, 'all');
clearInterval(timer);
commit();
await committing;
printReport({ events: seen, ms: performance.now() - start });
await consumer.close(true);
