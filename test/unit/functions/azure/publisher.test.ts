import { afterEach, describe, expect, it } from '@jest/globals';
import { decode } from '../../../../functions/azure/decode.ts';
import { createPublisher } from '../../../../functions/azure/publisher.ts';
import { startEventGrid } from '../../../../local/emulators/event-grid/server.ts';
import { serve } from '../../../../local/http.ts';
import { until } from '../../../until.ts';
import { startEndpoint } from '../../local/webhook-endpoint.ts';
import { closedPort } from '../closed-port.ts';
import { LIMITS, onlyEvent } from '../decoded.ts';
import { EVENT, published } from '../published-events.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A topic whose one subscription leads to the adapter's decode. */
async function setUp(topic = 'orders') {
  const grid = await startEventGrid();
  const endpoint = await startEndpoint();
  closing.push(grid.close, endpoint.close);
  await grid.createSubscription({
    topic,
    name: 'router',
    endpoint: endpoint.url,
    deliverySchema: 'CloudEventSchemaV1_0',
  });
  const received = (count: number) =>
    until('the delivery', () => {
      const events = endpoint.deliveries.map(({ body }) => onlyEvent(decode(JSON.parse(body), LIMITS)));
      return events.length >= count ? events : undefined;
    });
  return { endpoint: grid.topicEndpoint(topic), key: grid.key, received };
}

function publishTo(endpoint: string, key: string) {
  return createPublisher({ EVENT_GRID_TOPIC_ENDPOINT: endpoint, EVENT_GRID_TOPIC_KEY: key });
}

/** A topic that answers every request with this status. */
async function startAnswering(status: number, headers = {}) {
  const server = await serve(async (_, response) => void response.writeHead(status, headers).end());
  closing.push(server.close);
  return publishTo(`${server.url}/orders/api/events`, 'a2V5');
}

describe('the publisher to Event Grid', () => {
  it.each(published)('hands on %s', async (_, event) => {
    const { endpoint, key, received } = await setUp();
    await publishTo(endpoint, key)([event]);
    expect(await received(1)).toEqual([event]);
  });

  it('publishes all events of a call', async () => {
    const { endpoint, key, received } = await setUp();
    const events = ['1', '2', '3'].map((id) => ({ ...EVENT, id }));
    await publishTo(endpoint, key)(events);
    expect((await received(3)).map(({ id }) => id).sort()).toEqual(['1', '2', '3']);
  });

  it('is unavailable with a key that is not the topic’s', async () => {
    const { endpoint } = await setUp();
    await expect(publishTo(endpoint, 'd3Jvbmc=')([EVENT])).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('is refused what is larger than Event Grid takes', async () => {
    const { endpoint, key } = await setUp();
    const large = { ...EVENT, data: 'x'.repeat(1024 * 1024) };
    await expect(publishTo(endpoint, key)([large])).rejects.toMatchObject({ kind: 'refused' });
  });

  it.each([404, 500, 503])('is unavailable when it is answered %d', async (status) => {
    const publish = await startAnswering(status);
    await expect(publish([EVENT])).rejects.toMatchObject({ kind: 'unavailable', port: 'publisher' });
  });

  it('is unavailable when nothing listens', async () => {
    const publish = publishTo(`http://${await closedPort()}/orders/api/events`, 'a2V5');
    await expect(publish([EVENT])).rejects.toMatchObject({ kind: 'unavailable', port: 'publisher' });
  });

  it('speaks plain HTTP to this machine alone', async () => {
    const publish = publishTo('http://127.0.0.1.shop.example/api/events', 'a2V5');
    await expect(publish([EVENT])).rejects.toThrow(/allowInsecureConnection/);
  });

  it.each([
    [{}, 'EVENT_GRID_TOPIC_ENDPOINT'],
    [{ EVENT_GRID_TOPIC_ENDPOINT: 'http://127.0.0.1' }, 'EVENT_GRID_TOPIC_KEY'],
  ])('given %j, says that it misses %s', (env, name) => {
    expect(() => createPublisher(env)).toThrow(name);
  });
});
