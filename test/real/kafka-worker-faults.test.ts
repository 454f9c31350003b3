import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Consumer, Producer } from '@platformatic/kafka';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import { describeIf } from '../skip.ts';
import { until } from '../until.ts';
import { createWorld, numbered, sum, textOf } from './kafka-worker-world.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
const world = createWorld(() => broker?.brokers ?? '');
let broker: Broker | undefined;

beforeAll(async () => {
  if (!('missing' in kafka)) broker = await startBroker();
}, 60_000);
afterEach(world.closeAll, 30_000);
afterAll(() => broker?.close());

describeIf(missing === '', missing)('a worker, when something goes wrong', () => {
  it('goes on by itself after the broker was killed and is back, and loses nothing', async () => {
    const [topic, group] = [world.newName('killed'), world.newName('group')];
    await world.createTopic(topic, 3);
    const worker = await world.start({ group, topics: [topic] });
    await world.produce(numbered(500), topic);
    await until('the first half', () => worker.seen.length >= 500);
    await broker?.kill9();
    await until('it says so', () => !worker.status().ready || worker.status().troubles.length > 0);
    await broker?.restart();
    await world.produce(numbered(500, 500), topic);
    await until('everything', () => new Set(worker.seen.map(textOf)).size === 1_000, 60_000);
    await until('the commit', async () => sum(await world.committed(group, topic)) === 1_000, 30_000);
    await until('it is well again', () => worker.status().ready && worker.status().troubles.length === 0);
    expect(worker.lines.filter(({ message }) => message === 'Kafka trouble is over').length).toBeGreaterThan(0);
  }, 120_000);

  it('goes on after a broker that stood still', async () => {
    const [topic, group] = [world.newName('frozen'), world.newName('group')];
    await world.createTopic(topic, 2);
    await world.produce(numbered(100), topic);
    const worker = await world.start({ group, topics: [topic] }, { KAFKA_REQUEST_TIMEOUT_MS: '1500' });
    await until('the first half', () => worker.seen.length === 100);
    broker?.freeze();
    await until('it says so', () => worker.lines.some(({ code }) => code === 'request-timed-out'));
    broker?.thaw();
    await world.produce(numbered(100, 100), topic);
    await until('everything', () => new Set(worker.seen.map(textOf)).size === 200, 30_000);
  }, 60_000);

  it('begins a topic that was deleted and made again at its beginning, though the group has committed more', async () => {
    const [topic, other, group] = [world.newName('remade'), world.newName('stays'), world.newName('group')];
    await Promise.all([world.createTopic(topic), world.createTopic(other)]);
    await world.produce(numbered(50), topic);
    const worker = await world.start({ group, topics: [topic, other] });
    await until('the commit', async () => sum(await world.committed(group, topic)) === 50);
    await world.admin().deleteTopics({ topics: [topic] });
    await until('it is gone', async () => !(await world.admin().listTopics()).includes(topic));
    await world.produce(numbered(1), other);
    await until('the other topic goes on', () => worker.seen.length === 51);
    await world.createTopic(topic);
    await world.produce(numbered(5, 1_000), topic);
    await until('the new records', () => worker.seen.length === 56, 30_000);
    await until('the new commit', async () => sum(await world.committed(group, topic)) === 5);
    expect(worker.seen.slice(-5).map(textOf)).toEqual(['1000', '1001', '1002', '1003', '1004']);
  }, 90_000);

  it('says how many records were deleted under the group, and goes on with the first that is there', async () => {
    const [topic, group] = [world.newName('deleted'), world.newName('group')];
    await world.createTopic(topic);
    await world.produce(numbered(10), topic);
    const first = await world.start({ group, topics: [topic] });
    await until('the commit', async () => sum(await world.committed(group, topic)) === 10);
    await first.stop();
    await world.produce(numbered(20, 10), topic);
    await world.admin().deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 0, offset: 25n }] }] });
    const second = await world.start({ group, topics: [topic], from: 'latest' });
    await until('the rest', () => second.seen.length === 5);
    const lost = second.lines.find(({ code }) => code === 'offset-out-of-range');
    expect(lost).toMatchObject({ topic, partition: 0, from: '10', to: '25', lost: '15' });
    expect(textOf(second.seen[0] ?? { value: null })).toBe('25');
  }, 60_000);

  it('is refused, with a code, by a group that another application uses in another way', async () => {
    const [topic, group] = [world.newName('foreign'), world.newName('group')];
    await world.createTopic(topic);
    const options = {
      clientId: 'other',
      groupId: group,
      bootstrapBrokers: [broker?.brokers ?? ''],
      retries: 10,
      retryDelay: 100,
    };
    const other = new Consumer({ ...options, protocols: [{ name: 'range', version: 1 }] });
    await other.consume({ topics: [topic] });
    const worker = await world.start({ group, topics: [topic] });
    const refused = await until('the refusal', () => worker.lines.find(({ source }) => source === 'membership'));
    expect(refused).toMatchObject({ level: 'error', code: 'group-mismatch' });
    expect(worker.status().ready).toBe(false);
    await other.close(true);
  }, 60_000);

  it('takes tombstones, records without keys, large ones and ones without a time, and passes over what transactions took back', async () => {
    const [topic, group] = [world.newName('odd'), world.newName('group')];
    await world.createTopic(topic, 1, { 'max.message.bytes': '2097152' });
    const large = Buffer.alloc(1_048_576, 'x');
    await world.produce([{ key: Buffer.from('k') }, { value: Buffer.from('no key') }], topic);
    await world.produce([{ value: Buffer.from('old'), timestamp: -1n }], topic);
    const options = { clientId: 'tx', bootstrapBrokers: [broker?.brokers ?? ''], retries: 20, retryDelay: 100 };
    const producer = new Producer({ ...options, idempotent: true, transactionalId: group });
    for (const kept of [false, false, true]) {
      const transaction = await producer.beginTransaction();
      await transaction.send({ messages: [{ topic, value: Buffer.from(kept ? 'kept' : 'taken back') }] });
      await (kept ? transaction.commit() : transaction.abort());
    }
    await producer.close();
    for (const value of [large, large, Buffer.from('last')]) await world.produce([{ value }], topic);
    const worker = await world.start({ group, topics: [topic] });
    await until('the last one', () => worker.seen.some((record) => textOf(record) === 'last'));
    await until('the commit', async () => sum(await world.committed(group, topic)) === 12);
    expect(worker.seen.map((record) => textOf(record).slice(0, 10))).toEqual([
      '',
      'no key',
      'old',
      'kept',
      'xxxxxxxxxx',
      'xxxxxxxxxx',
      'last',
    ]);
    expect(
      worker.seen.map(({ key, value, timestamp }) => [key === null, value === null, timestamp === -1n]).slice(0, 3),
    ).toEqual([
      [false, true, false],
      [true, false, false],
      [true, false, true],
    ]);
  }, 60_000);

  it('passes over records that are damaged in the topic, names them, and goes on with what lies around them', async () => {
    const [topic, group] = [world.newName('damaged'), world.newName('group')];
    await world.createTopic(topic, 3);
    const batchOf = (letter: string, partition: number) =>
      Array.from({ length: 7 }, () => ({ value: Buffer.alloc(2_000, letter), partition }));
    // Each is one batch.
    for (const letter of ['a', 'b', 'c']) await world.produce(batchOf(letter, 1), topic, 'gzip');
    await world.produce(
      [0, 2].map((partition) => ({ value: Buffer.from('other'), partition })),
      topic,
    );
    await broker?.stop();
    const segment = join(broker?.folder ?? '', 'data', `${topic}-1`, '00000000000000000000.log');
    const bytes = await readFile(segment);
    // A batch begins with its first offset (8 bytes) and the length of what follows (4); behind a head of 61 bytes are the ten of gzip.
    const [second, third] = [bytes.readInt32BE(8) + 12, 2 * (bytes.readInt32BE(8) + 12)];
    bytes.fill(0xff, second + 75, third - 8);
    await writeFile(segment, bytes);
    await broker?.restart();
    const worker = await world.start({ group, topics: [topic] });
    await until('the others', () => worker.seen.filter(({ partition }) => partition !== 1).length === 2);
    await until(
      'those around it',
      () => worker.seen.filter(({ value }) => value?.length === 2_000).length === 14,
      40_000,
    );
    const said = worker.lines.find(({ code }) => code === 'damaged-record');
    expect(said).toMatchObject({ source: `${topic}/1` });
    const ofIt = worker.seen.filter(({ partition }) => partition === 1);
    expect(ofIt.map((record) => record.unreadable ?? textOf(record)[0])).toEqual([
      ...Array.from({ length: 7 }, () => 'a'),
      { to: 13n, reason: expect.any(String) },
      ...Array.from({ length: 7 }, () => 'c'),
    ]);
    expect(ofIt[7]?.offset).toBe(7n);
    await until('the commit', async () => sum(await world.committed(group, topic)) === 23);
    await until('the trouble is over', () => worker.status().troubles.length === 0);
  }, 120_000);
});
