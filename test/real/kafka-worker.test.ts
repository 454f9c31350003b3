import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { WorkerOptions } from '../../functions/kafka/worker/worker-options.ts';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import { describeIf } from '../skip.ts';
import { until } from '../until.ts';
import { createWorld, numbered, sum, textOf, toRef } from './kafka-worker-world.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
const world = createWorld(() => broker?.brokers ?? '');
let broker: Broker | undefined;

beforeAll(async () => {
  if (!('missing' in kafka)) broker = await startBroker();
}, 60_000);
afterEach(world.closeAll, 30_000);
afterAll(() => broker?.close());

describeIf(missing === '', missing)('a worker on Apache Kafka', () => {
  it('takes everything once, commits it, and begins after that the next time', async () => {
    const [topic, group] = [world.newName('all'), world.newName('group')];
    await world.createTopic(topic, 4);
    await world.produce(numbered(2_000), topic);
    const first = await world.start({ group, topics: [topic] });
    await until('all records', () => first.seen.length >= 2_000);
    await until('the commit', async () => sum(await world.committed(group, topic)) === 2_000);
    await first.stop();
    await world.produce(numbered(10, 2_000), topic);
    const second = await world.start({ group, topics: [topic] });
    await until('the rest', () => second.seen.length >= 10);
    await second.stop();
    expect(new Set(first.seen.map(textOf)).size).toBe(2_000);
    expect(second.seen.map(textOf).map(Number).toSorted()).toEqual(
      numbered(10, 2_000).map(({ value }) => Number(value)),
    );
    expect(sum(await world.committed(group, topic))).toBe(2_010);
  }, 60_000);

  it('shares its partitions with workers that come, and takes them back from those that go: nothing is lost', async () => {
    const [topic, group] = [world.newName('shared'), world.newName('group')];
    await world.createTopic(topic, 6);
    const workers = [await world.start({ group, topics: [topic] })];
    const lanes = () => workers.map((worker) => worker.status().lanes.length);
    let written = 0;
    const write = async () => {
      await world.produce(numbered(300, written), topic);
      written += 300;
    };
    await until('the first has all', () => lanes()[0] === 6);
    await write();
    workers.push(await world.start({ group, topics: [topic] }));
    await write();
    await until('two share', () => lanes().every((count) => count === 3));
    workers.push(await world.start({ group, topics: [topic] }));
    await write();
    await until('three share', () => lanes().every((count) => count === 2));
    await write();
    await workers[1]?.stop();
    await write();
    await until('two share again', () => lanes().toSorted().join() === '0,3,3');
    await until('all is committed', async () => sum(await world.committed(group, topic)) === written);
    const seen = workers.flatMap((worker) => worker.seen.map(textOf));
    expect(new Set(seen).size).toBe(written);
    // Who lets a partition go has committed what it finished of it: nothing came twice.
    expect(seen).toHaveLength(written);
  }, 60_000);

  it('goes on with the partitions that it keeps, without taking a record twice, and aborts the ones that go', async () => {
    const [topic, group] = [world.newName('kept'), world.newName('group')];
    await world.createTopic(topic, 2);
    const aborted: number[] = [];
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const held: WorkerOptions['run'] = async (records, { signal }) => {
      const { promise: gone, resolve } = Promise.withResolvers<void>();
      signal?.addEventListener('abort', () => {
        aborted.push(records[0]?.partition ?? -1);
        resolve();
      });
      await Promise.race([opened, gone]);
      return signal?.aborted ? [] : records.map(toRef);
    };
    const first = await world.start({ group, topics: [topic], run: held });
    await world.produce(
      [0, 1].map((partition) => ({ partition, value: Buffer.from(`${partition}`) })),
      topic,
    );
    await until('both are held', () => first.seen.length === 2);
    const second = await world.start({ group, topics: [topic] });
    await until('one goes', () => second.seen.length === 1);
    open();
    await until('both are committed', async () => sum(await world.committed(group, topic)) === 2);
    expect(aborted).toEqual([second.seen[0]?.partition]);
    expect(first.seen).toHaveLength(2);
  }, 60_000);

  it('pauses the partition whose handlers are slow, and goes on with the others', async () => {
    const [topic, group] = [world.newName('slow'), world.newName('group')];
    await world.createTopic(topic, 2);
    await world.produce(
      Array.from({ length: 6_000 }, (_, index) => ({ partition: index % 2, value: Buffer.alloc(500) })),
      topic,
    );
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const worker = await world.start({
      group,
      topics: [topic],
      run: async (records) => {
        if (records[0]?.partition === 0) await opened;
        return records.map(toRef);
      },
    });
    await until('the fast one is through', async () =>
      (await world.committed(group, topic)).some(([, offset]) => offset === 3_000n),
    );
    const slow = worker.status().lanes.find(({ partition }) => partition === 0);
    expect(slow?.depth).toBeGreaterThanOrEqual(1_000);
    expect(slow?.depth).toBeLessThan(3_000);
    open();
    await until('the slow one is through', async () => sum(await world.committed(group, topic)) === 6_000);
    expect(worker.seen).toHaveLength(6_000);
  }, 60_000);

  it('tries a batch again that fails, in its place', async () => {
    const [topic, group] = [world.newName('again'), world.newName('group')];
    await world.createTopic(topic);
    await world.produce(numbered(3), topic);
    let runs = 0;
    const worker = await world.start({
      group,
      topics: [topic],
      run: async (records) => {
        runs += 1;
        if (runs === 1) throw new Error('not today');
        return records.slice(0, runs === 2 ? 1 : undefined).map(toRef);
      },
    });
    await until('the commit', async () => sum(await world.committed(group, topic)) === 3);
    expect(worker.seen.map(textOf)).toEqual(['0', '1', '2', '0', '1', '2', '1', '2']);
    expect(worker.lines.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['a batch failed', 'records came back unfinished']),
    );
  }, 60_000);

  it('lets what runs finish within the grace period, and aborts and does not commit what does not', async () => {
    const [topic, group] = [world.newName('end'), world.newName('group')];
    await world.createTopic(topic, 2);
    await world.produce(
      [0, 1].map((partition) => ({ partition, value: Buffer.from(`${partition}`) })),
      topic,
    );
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const worker = await world.start({
      group,
      topics: [topic],
      grace: 500,
      run: async (records, { signal }) => {
        if (records[0]?.partition === 0) await opened;
        else await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        return signal?.aborted ? [] : records.map(toRef);
      },
    });
    await until('both run', () => worker.seen.length === 2);
    const stopped = worker.stop();
    expect(worker.status()).toMatchObject({ state: 'stopping', ready: false });
    open();
    await stopped;
    expect(worker.status().state).toBe('stopped');
    // The other partition's start was committed, and nothing after it.
    expect((await world.committed(group, topic)).toSorted()).toEqual([
      [0, 1n],
      [1, 0n],
    ]);
  }, 60_000);

  it('reads a topic that appears later, and new partitions of it from their beginning', async () => {
    const [topic, other, group] = [world.newName('late'), world.newName('there'), world.newName('group')];
    await world.createTopic(other);
    const worker = await world.start({ group, topics: [topic, other], from: 'latest' });
    await until('it is a member', () => worker.status().lanes.length === 1);
    expect(worker.lines).toContainEqual(expect.objectContaining({ source: `topic ${topic}`, code: 'unknown-topic' }));
    await world.createTopic(topic);
    await until('its partition', () => worker.status().lanes.length === 2);
    await world
      .admin()
      .createPartitions({ topics: [{ name: topic, count: 3, assignments: [{ brokerIds: [1] }, { brokerIds: [1] }] }] });
    await world.produce([{ partition: 2, value: Buffer.from('new') }], topic);
    await until('the record', () => worker.seen.length === 1);
    expect(worker.seen.map(textOf)).toEqual(['new']);
  }, 60_000);
});
