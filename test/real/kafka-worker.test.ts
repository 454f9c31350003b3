import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { describeIf } from '../skip.ts';
import { until } from '../until.ts';
import { type Broker, findKafka, startBroker } from './kafka-broker.ts';
import { createWorld, numbered, textOf } from './kafka-worker-world.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
const world = createWorld(() => broker?.brokers ?? '');
let broker: Broker | undefined;

beforeAll(async () => {
  if (!('missing' in kafka)) broker = await startBroker(kafka.jars);
}, 60_000);
afterEach(world.closeAll, 30_000);
afterAll(() => broker?.close());

const sum = (offsets: readonly (readonly [number, bigint])[]) =>
  offsets.reduce((total, [, offset]) => total + Number(offset), 0);

describeIf(missing === '', missing)('a worker on Apache Kafka', () => {
  it('takes everything once, commits it, and begins after that the next time', async () => {
    const [topic, group] = [world.newName('all'), world.newName('group')];
    await world.createTopic(topic, 4);
    await world.produce(numbered(2_000), topic);
    const first = await world.start({ group, topics: [topic] });
    await until('all records', () => first.seen.length >= 2_000).catch((e) => {
      console.log(first.lines, first.status());
      throw e;
    });
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
});
