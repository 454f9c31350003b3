import { type Message, PubSub } from '@google-cloud/pubsub';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type PubSub as Emulator, startPubSub } from '../../../local/emulators/pubsub/server.ts';
import { until } from '../../until.ts';

let emulator: Emulator;
let client: PubSub;

beforeEach(async () => {
  // Without this the client looks for Google's metadata server.
  process.env.METADATA_SERVER_DETECTION = 'none';
  emulator = await startPubSub();
  client = new PubSub({ projectId: 'p', apiEndpoint: emulator.host, emulatorMode: true });
});

afterEach(async () => {
  await client.close();
  await emulator.close();
});

describe("Google's own client", () => {
  it('makes topics and subscriptions, lists them and deletes them', async () => {
    const [topic] = await client.createTopic('orders');
    const [subscription] = await topic.createSubscription('orders-sub', { ackDeadlineSeconds: 20 });
    expect(topic.name).toBe('projects/p/topics/orders');
    expect((await subscription.getMetadata())[0]).toMatchObject({ topic: topic.name, ackDeadlineSeconds: 20 });
    expect((await client.getTopics())[0].map(({ name }) => name)).toEqual([topic.name]);
    expect((await client.getSubscriptions())[0].map(({ name }) => name)).toEqual([subscription.name]);
    expect((await subscription.setMetadata({ ackDeadlineSeconds: 30 }))[0]).toMatchObject({ ackDeadlineSeconds: 30 });
    await subscription.delete();
    await topic.delete();
    expect(await client.topic('orders').exists()).toEqual([false]);
  });

  it('publishes in order and streams in order, also after a nack', async () => {
    await client.createTopic('orders');
    const topic = client.topic('orders', { messageOrdering: true });
    const [subscription] = await topic.createSubscription('orders-sub', { enableMessageOrdering: true });
    const ids = await Promise.all(
      ['1', '2', '3'].map((n) => topic.publishMessage({ data: Buffer.from(n), orderingKey: 'k', attributes: { n } })),
    );
    const got: Message[] = [];
    subscription.on('message', (message: Message) => {
      got.push(message);
      if (got.length === 1) message.nack();
      else message.ack();
    });
    await until('everything acknowledged', () => emulator.pending() === 0);
    await subscription.close();
    expect(got.map((message) => message.id)).toEqual([ids[0], ...ids]);
    expect(got.map((message) => message.data.toString())).toEqual(['1', '1', '2', '3']);
    expect(got[3]).toMatchObject({ attributes: { n: '3' }, orderingKey: 'k' });
  });

  it('streams no more than its flow control allows', async () => {
    const [topic] = await client.createTopic('orders');
    await topic.createSubscription('orders-sub');
    await Promise.all(Array.from({ length: 9 }, (_, n) => topic.publishMessage({ data: Buffer.from(`${n}`) })));
    const streamingOptions = { maxStreams: 1 };
    const subscription = client.subscription('orders-sub', { flowControl: { maxMessages: 3 }, streamingOptions });
    const held: Message[] = [];
    subscription.on('message', (message: Message) => held.push(message));
    await until('the first three', () => held.length === 3);
    for (let acked = 0; acked < 9; acked += 1) {
      await until('room for the next', () => held.length > acked);
      expect(held.length - acked).toBeLessThanOrEqual(3);
      held[acked]?.ack();
    }
    await until('everything acknowledged', () => emulator.pending() === 0);
    await subscription.close();
  });

  it('gets a confirmed ack on an exactly-once subscription', async () => {
    const [topic] = await client.createTopic('orders');
    const [subscription] = await topic.createSubscription('orders-sub', { enableExactlyOnceDelivery: true });
    const acked = new Promise<string>((resolve) => {
      subscription.on('message', async (message: Message) => resolve(await message.ackWithResponse()));
    });
    await topic.publishMessage({ data: Buffer.from('x') });
    expect(await acked).toBe('SUCCESS');
    await subscription.close();
  });

  it('sees the stream end when the subscription is deleted', async () => {
    const [topic] = await client.createTopic('orders');
    const [subscription] = await topic.createSubscription('orders-sub');
    const ended = new Promise((resolve) => subscription.on('error', resolve));
    const got = new Promise((resolve) => subscription.on('message', resolve));
    await topic.publishMessage({ data: Buffer.from('x') });
    await got;
    await client.subscription('orders-sub').delete();
    expect(await ended).toMatchObject({ code: 5 });
    await subscription.close();
  });

  it('gets the codes of the API', async () => {
    const [topic] = await client.createTopic('orders');
    await expect(client.createTopic('orders')).rejects.toMatchObject({ code: 6 });
    await expect(client.createTopic('no')).rejects.toMatchObject({ code: 3 });
    await expect(client.topic('nothing').publishMessage({ data: Buffer.from('x') })).rejects.toMatchObject({ code: 5 });
    await expect(topic.publishMessage({ data: Buffer.alloc(0) })).rejects.toMatchObject({ code: 3 });
    await expect(topic.publishMessage({ data: Buffer.alloc(10_000_001) })).rejects.toMatchObject({ code: 3 });
    await expect(topic.createSubscription('orders-sub', { filter: 'garbage (' })).rejects.toMatchObject({ code: 3 });
    await expect(client.subscription('nothing').getMetadata()).rejects.toMatchObject({ code: 5 });
    await expect(client.subscription('nothing').seek(new Date())).rejects.toMatchObject({ code: 12 });
  });
});
