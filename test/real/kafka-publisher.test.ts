import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Admin, Consumer, type Message, stringDeserializers } from '@platformatic/kafka';
import { createKafkaPublisher } from '../../functions/kafka/client/publisher.ts';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import type { Env } from '../../shared/delivery/embedded/env.ts';
import { parseCloudEvent } from '../../shared/schemas/cloudevent.ts';
import { createClosers } from '../e2e/support/closers.ts';
import { describeIf } from '../skip.ts';
import { EVENT, published } from '../unit/functions/published-events.ts';
import { until } from '../until.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
const closers = createClosers();
let broker: Broker | undefined;
let topics = 0;

beforeAll(async () => {
  if (!('missing' in kafka)) broker = await startBroker();
}, 60_000);
afterEach(closers.closeAll);
afterAll(() => broker?.close());

type Config = { readonly name: string; readonly value: string };

/** A new topic of four partitions, and a publisher to it. */
async function setUp({ env = {}, configs = [] }: { readonly env?: Env; readonly configs?: Config[] } = {}) {
  const brokers = broker?.brokers ?? '';
  topics += 1;
  const topic = `orders-${topics}`;
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [brokers] });
  closers.add({ close: () => admin.close() });
  await admin.createTopics({ topics: [topic, `${topic}.own`], partitions: 4, replicas: 1, configs });
  await until('all partitions to be served', () => ends(admin, [topic, `${topic}.own`]).catch(() => undefined));
  const settings = { KAFKA_BROKERS: brokers, KAFKA_TOPIC: topic, ...env };
  return { topic, brokers, admin, settings, publish: createKafkaPublisher(settings) };
}

/** The end of each partition, which only a leader that is ready tells. */
function ends(admin: Admin, names: readonly string[]) {
  const partitions = [0, 1, 2, 3].map((partitionIndex) => ({ partitionIndex, timestamp: -1n }));
  return admin.listOffsets({ topics: names.map((name) => ({ name, partitions })) });
}

type Text = Message<string, string, string, string>;

/** The first message of each event, in the order in which they came: one that is sent again after a failure may be there twice. */
async function read(
  { topic, brokers }: { topic: string; brokers: string },
  count: number,
  idOf: (message: Text) => string = ({ value }) => JSON.parse(value).id,
): Promise<Text[]> {
  const consumer = new Consumer({
    clientId: 'test',
    groupId: topic,
    bootstrapBrokers: [brokers],
    deserializers: stringDeserializers,
    maxWaitTime: 100,
  });
  closers.add({ close: () => consumer.close(true) });
  const messages = new Map<string, Text>();
  for await (const message of await consumer.consume({ topics: [topic], mode: 'earliest' })) {
    const id = idOf(message);
    if (!messages.has(id)) messages.set(id, message);
    if (messages.size === count) break;
  }
  return [...messages.values()];
}

/** Of six partitions, those of keys whose hashes stand in Kafka's own test (UtilsTest, testMurmur2). */
const IN_SIX = { '21': 0, foobar: 0, 'a-little-bit-long-string': 2, 'a-little-bit-longer-string': 5, abc: 3 };

/** What the topic's partitions take on the broker's disk, in bytes. */
async function sizeOf({ topic, admin }: { topic: string; admin: Admin }): Promise<number> {
  const partitions = [0, 1, 2, 3];
  const brokersDirs = await admin.describeLogDirs({ topics: [{ name: topic, partitions }] });
  const sizes = brokersDirs.flatMap(({ results }) =>
    results.flatMap((one) =>
      one.topics.flatMap((two) => two.partitions.map(({ partitionSize }) => Number(partitionSize))),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

describeIf(missing === '', missing)('the publisher to Apache Kafka', () => {
  it('writes each event as it is, in structured mode, under its subject', async () => {
    const target = await setUp();
    const events = published.map(([, event], index) => ({ ...event, id: `${index}` }));
    await target.publish(events);
    const messages = await read(target, events.length);
    const parsed = messages.map(({ value }) => parseCloudEvent(JSON.parse(value)));
    expect(parsed).toHaveLength(events.length);
    expect(parsed).toEqual(expect.arrayContaining(events.map((value) => ({ ok: true, value }))));
    const [first] = messages.filter(({ key }) => key === EVENT.subject);
    expect([...(first?.headers ?? [])]).toEqual([['content-type', 'application/cloudevents+json']]);
  }, 60_000);

  it('keeps the order of one subject, in one partition', async () => {
    const target = await setUp();
    const ids = Array.from({ length: 20 }, (_, n) => `${n}`);
    for (const id of ids) await target.publish([{ ...EVENT, id }]);
    const messages = await read(target, ids.length);
    expect(new Set(messages.map(({ partition }) => partition)).size).toBe(1);
    expect(messages.map(({ value }) => JSON.parse(value).id)).toEqual(ids);
  }, 60_000);

  it('puts a subject into the partition in which Java’s clients put it', async () => {
    const { brokers, admin, settings, topic: name } = await setUp();
    const topic = `${name}.six`;
    await admin.createTopics({ topics: [topic], partitions: 6, replicas: 1 });
    const publish = createKafkaPublisher({ ...settings, KAFKA_TOPIC: topic });
    await until('all partitions to be served', () =>
      publish(Object.keys(IN_SIX).map((subject) => ({ ...EVENT, id: subject, subject }))).then(
        () => true,
        () => undefined,
      ),
    );
    const messages = await read({ topic, brokers }, Object.keys(IN_SIX).length);
    expect(Object.fromEntries(messages.map(({ key, partition }) => [key, partition]))).toEqual(IN_SIX);
  }, 60_000);

  it('writes a type with a topic of its own there, in binary mode, and every other to the default topic', async () => {
    const { topic, brokers, settings } = await setUp();
    const own = `${topic}.own`;
    const publish = createKafkaPublisher(settings, { topics: { [own]: { types: [EVENT.type], mode: 'binary' } } });
    await publish([EVENT, { ...EVENT, id: 'e-2', type: 'order.placed' }]);
    const [binary] = await read({ topic: own, brokers }, 1, ({ headers }) => headers.get('ce_id') ?? '');
    expect(binary).toMatchObject({ key: EVENT.subject, value: JSON.stringify(EVENT.data) });
    expect(Object.fromEntries(binary?.headers ?? [])).toMatchObject({
      ...{ ce_id: EVENT.id, ce_type: EVENT.type, ce_waybilldepth: '3', 'content-type': 'application/json' },
    });
    const [structured] = await read({ topic, brokers }, 1);
    expect(JSON.parse(structured?.value ?? '')).toMatchObject({ id: 'e-2', type: 'order.placed' });
  }, 60_000);

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])(
    'compresses with %s what is read as it was written',
    async (compression) => {
      const target = await setUp({ env: { KAFKA_COMPRESSION_TYPE: compression } });
      const events = Array.from({ length: 20 }, (_, n) => ({
        ...EVENT,
        id: `${n}`,
        data: 'all the same '.repeat(1_000),
      }));
      await target.publish(events);
      const messages = await read(target, events.length);
      expect(messages.map(({ value }) => JSON.parse(value))).toEqual(events);
      expect(await sizeOf(target)).toBeLessThan(events.length * 1_000);
    },
    60_000,
  );

  it('sends more than one request holds in several, in their order', async () => {
    const target = await setUp({ env: { KAFKA_MAX_REQUEST_SIZE: '20000' } });
    const events = Array.from({ length: 50 }, (_, n) => ({ ...EVENT, id: `${n}`, data: 'x'.repeat(2_000) }));
    await target.publish(events);
    expect((await read(target, events.length)).map(({ value }) => JSON.parse(value).id)).toEqual(
      events.map(({ id }) => id),
    );
  }, 60_000);

  it('is refused what is larger than a request may be, and then nothing is sent', async () => {
    const target = await setUp();
    const large = { ...EVENT, id: 'e-2', data: 'x'.repeat(2 * 1024 * 1024) };
    await expect(target.publish([EVENT, large])).rejects.toMatchObject({
      ...{ kind: 'refused', port: 'publisher', message: expect.stringContaining('max.request.size') },
    });
    await target.publish([{ ...EVENT, id: 'e-3' }]);
    expect((await read(target, 1)).map(({ value }) => JSON.parse(value).id)).toEqual(['e-3']);
  }, 60_000);

  it('is refused what is larger than the topic takes', async () => {
    const { publish, topic } = await setUp({ configs: [{ name: 'max.message.bytes', value: '2000' }] });
    await expect(publish([{ ...EVENT, data: 'x'.repeat(5_000) }])).rejects.toMatchObject({
      ...{ kind: 'refused', port: 'publisher', message: expect.stringContaining(`topic ${topic}, partition `) },
    });
    await publish([EVENT]);
  }, 60_000);

  it('is unavailable while the topic is missing', async () => {
    const { brokers } = await setUp();
    const publish = createKafkaPublisher({ KAFKA_BROKERS: brokers, KAFKA_TOPIC: 'nowhere' });
    await expect(publish([EVENT])).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('The cluster has no such topic or partition (topic nowhere'),
    });
  }, 60_000);

  it('is unavailable while the broker is away, and goes on by itself when it is back', async () => {
    const target = await setUp();
    await target.publish([EVENT]);
    await broker?.kill9();
    await expect(target.publish([{ ...EVENT, id: 'e-2' }])).rejects.toMatchObject({
      ...{ kind: 'unavailable', port: 'publisher', message: expect.stringContaining('Nothing listens') },
    });
    await broker?.restart();
    await until('the publisher to be served again', () =>
      target.publish([{ ...EVENT, id: 'e-3' }]).then(
        () => true,
        () => false,
      ),
    );
    expect((await read(target, 2)).map(({ value }) => JSON.parse(value).id)).toEqual(['e-1', 'e-3']);
  }, 90_000);
});
