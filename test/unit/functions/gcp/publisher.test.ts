import { PubSub } from '@google-cloud/pubsub';
import { afterEach, describe, expect, it } from '@jest/globals';
import { decode } from '../../../../functions/gcp/decode.ts';
import { createPublisher } from '../../../../functions/gcp/publisher.ts';
import { startPubSub } from '../../../../local/emulators/pubsub/server.ts';
import { readBody, serve } from '../../../../local/http.ts';
import type { CloudEvent } from '../../../../shared/schemas/cloudevent.ts';
import { until } from '../../../until.ts';
import { closedPort } from '../closed-port.ts';
import { LIMITS, onlyEvent } from '../decoded.ts';
import { EVENT, published } from '../published-events.ts';
import { setEnv } from '../set-env.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function useEmulator(host: string) {
  closing.push(setEnv({ PUBSUB_EMULATOR_HOST: host, GOOGLE_CLOUD_PROJECT: 'p', METADATA_SERVER_DETECTION: 'none' }));
  return createPublisher({ PUBSUB_TOPIC: 'orders' });
}

/** A topic that pushes to the adapter's decode. The first push of each message is answered as `answers` says. */
async function setUp(answers: (event: CloudEvent) => number = () => 204) {
  const events: CloudEvent[] = [];
  const endpoint = await serve(async (request, response) => {
    const { method = '', headers } = request;
    const event = onlyEvent(decode({ method, headers, body: await readBody(request) }, LIMITS));
    const isNew = events.every(({ id }) => id !== event.id);
    events.push(event);
    response.writeHead(isNew ? answers(event) : 204).end();
  });
  const emulator = await startPubSub();
  closing.push(endpoint.close, emulator.close);
  const client = new PubSub({ projectId: 'p', apiEndpoint: emulator.host, emulatorMode: true });
  closing.push(() => client.close());
  const publish = useEmulator(emulator.host);
  const [topic] = await client.createTopic('orders');
  await topic.createSubscription('router', {
    pushConfig: { pushEndpoint: endpoint.url },
    enableMessageOrdering: true,
    retryPolicy: { minimumBackoff: { seconds: 0 }, maximumBackoff: { seconds: 0 } },
  });
  return { events, emulator, client, publish };
}

/** In binary mode every attribute is text. */
function asText(event: object): object {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
  );
}

describe('the publisher to Pub/Sub', () => {
  it.each(published)('hands %s on through the adapter’s own decode', async (_, event) => {
    const { events, publish } = await setUp();
    await publish([event]);
    await until('the push', () => events.length === 1);
    expect(events).toEqual([asText(event)]);
  });

  it('writes the attributes and the media type as Google’s protocol binding does, and the subject as the ordering key', async () => {
    const { client, publish } = await setUp();
    const [pulled] = await client.topic('orders').createSubscription('pulled');
    const got = new Promise<{ attributes: object; data: Buffer; orderingKey?: string }>((resolve) =>
      pulled.once('message', (message) => {
        message.ack();
        resolve(message);
      }),
    );
    await publish([EVENT]);
    const { attributes, data, orderingKey } = await got;
    await pulled.close();
    expect(attributes).toMatchObject({
      'ce-specversion': '1.0',
      'ce-id': 'e-1',
      'ce-waybilldepth': '3',
      'content-type': 'application/json',
    });
    expect(JSON.parse(data.toString())).toEqual(EVENT.data);
    expect(orderingKey).toBe('order-1');
  });

  it('keeps the order of one subject where the subscription does, past an event that failed', async () => {
    const { events, publish } = await setUp(({ id }) => (id === '1' ? 503 : 204));
    const numbered = ['1', '2', '3', '4'].map((id) => ({ ...EVENT, id }));
    await publish(numbered.slice(0, 2));
    await publish(numbered.slice(2));
    await until('all of them', () => events.some(({ id }) => id === '4'));
    expect(events.map(({ id }) => id)).toEqual(['1', '1', '2', '3', '4']);
  });

  it('is unavailable while the topic is missing, and publishes once it is there', async () => {
    const { client, events, emulator, publish } = await setUp();
    await client.topic('orders').delete();
    await expect(publish([EVENT])).rejects.toMatchObject({ kind: 'unavailable', port: 'publisher' });
    const [topic] = await client.createTopic('orders');
    const [pulled] = await topic.createSubscription('again');
    await publish([EVENT]);
    expect(emulator.pending('projects/p/subscriptions/again')).toBe(1);
    expect(events).toEqual([]);
    await pulled.close();
  });

  it('is refused what Pub/Sub never takes', async () => {
    const { publish } = await setUp();
    await expect(publish([{ ...EVENT, subject: 'x'.repeat(1025) }])).rejects.toMatchObject({ kind: 'refused' });
    await publish([EVENT]);
  });

  it('is unavailable when nothing listens', async () => {
    const publish = useEmulator(await closedPort());
    await expect(publish([EVENT])).rejects.toMatchObject({ kind: 'unavailable', port: 'publisher' });
  });

  it('says which variable it misses', () => {
    expect(() => createPublisher({})).toThrow('PUBSUB_TOPIC');
  });
});
