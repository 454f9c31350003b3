import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Admin, Consumer, type Message, stringDeserializers } from '@platformatic/kafka';
import { createKafkaPublisher } from '../../functions/kafka/client/publisher.ts';
import { parseCloudEvent } from '../../shared/schemas/cloudevent.ts';
import { createClosers } from '../e2e/support/closers.ts';
import { describeIf } from '../skip.ts';
import { EVENT, published } from '../unit/functions/published-events.ts';
import { type Broker, findKafka, startBroker } from './kafka-broker.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
const closers = createClosers();
let broker: Broker | undefined;
let topics = 0;

beforeAll(async () => {
  if (!('missing' in kafka)) broker = await startBroker(kafka.jars);
}, 60_000);
afterEach(closers.closeAll);
afterAll(() => broker?.close());

/** A new topic of four partitions, and a publisher to it. */
async function setUp() {
  const brokers = broker?.brokers ?? '';
  topics += 1;
  const topic = `orders-${topics}`;
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [brokers] });
  closers.add({ close: () => admin.close() });
  await admin.createTopics({ topics: [topic], partitions: 4, replicas: 1 });
  return { topic, brokers, publish: createKafkaPublisher({ KAFKA_BROKERS: brokers, KAFKA_TOPIC: topic }) };
}

type Text = Message<string, string, string, string>;

/** The first message of each event, in the order in which they came: one that is sent again after a failure may be there twice. */
async function read({ topic, brokers }: { topic: string; brokers: string }, count: number): Promise<Text[]> {
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
    const { id } = JSON.parse(message.value);
    if (!messages.has(id)) messages.set(id, message);
    if (messages.size === count) break;
  }
  return [...messages.values()];
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

  it('is refused what is larger than the broker takes', async () => {
    const { publish } = await setUp();
    const large = { ...EVENT, data: 'x'.repeat(2 * 1024 * 1024) };
    await expect(publish([large])).rejects.toMatchObject({ kind: 'refused', port: 'publisher' });
    await publish([EVENT]);
  }, 60_000);

  it('is unavailable while the topic is missing', async () => {
    const { brokers } = await setUp();
    const publish = createKafkaPublisher({ KAFKA_BROKERS: brokers, KAFKA_TOPIC: 'nowhere' });
    await expect(publish([EVENT])).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('topic'),
    });
  }, 60_000);

  it('is unavailable once the broker has gone', async () => {
    const { publish } = await setUp();
    await publish([EVENT]);
    await broker?.close();
    await expect(publish([EVENT])).rejects.toMatchObject({ kind: 'unavailable', port: 'publisher' });
  }, 60_000);
});
