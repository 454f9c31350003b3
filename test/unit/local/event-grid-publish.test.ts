import {
  AzureKeyCredential,
  AzureSASCredential,
  EventGridPublisherClient,
  generateSharedAccessSignature,
} from '@azure/eventgrid';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { EventGridEvent } from '../../../local/emulators/event-grid/events.ts';
import { type EventGrid, startEventGrid } from '../../../local/emulators/event-grid/server.ts';
import { until } from '../../until.ts';
import { startEndpoint } from './webhook-endpoint.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function setUp(deliverySchema: 'EventGridSchema' | 'CloudEventSchemaV1_0' = 'CloudEventSchemaV1_0', more = {}) {
  const seen: EventGridEvent[] = [];
  const grid = await startEventGrid({ onEvent: (event) => seen.push(event) });
  const endpoint = await startEndpoint();
  closing.push(grid.close, endpoint.close);
  await grid.createSubscription({ topic: 'orders', name: 'router', endpoint: endpoint.url, deliverySchema, ...more });
  return { grid, endpoint, seen, first: () => until('a delivery', () => endpoint.deliveries[0]) };
}

/** The SDK refuses plain http unless it is told otherwise, and retries on its own. */
const LOCAL = { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } };

function post(grid: EventGrid, body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}) {
  const all = { 'content-type': 'application/json', 'aeg-sas-key': grid.key, ...headers };
  return fetch(`${grid.topicEndpoint('orders')}?api-version=2018-01-01`, { method: 'POST', headers: all, body });
}

const EVENT = {
  id: '1',
  subject: 's',
  eventType: 'order.placed',
  eventTime: '2026-01-01T00:00:00Z',
  data: { a: 1 },
  dataVersion: '1',
};
const CLOUD_EVENT = { specversion: '1.0', id: '1', source: '/shop', type: 'order.placed' };

describe('publishing with the real client', () => {
  it('takes Event Grid events with a key and delivers each as an array of one, stamped', async () => {
    const { grid, first } = await setUp('EventGridSchema');
    const client = new EventGridPublisherClient(
      grid.topicEndpoint('orders'),
      'EventGrid',
      new AzureKeyCredential(grid.key),
      LOCAL,
    );
    await client.send([{ eventType: 'order.placed', subject: '42', dataVersion: '1.0', data: { orderId: '42' } }]);
    const { headers, body } = await first();
    const [event, ...others] = JSON.parse(body);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      eventType: 'order.placed',
      subject: '42',
      data: { orderId: '42' },
      metadataVersion: '1',
    });
    expect(event.topic).toMatch(/^\/subscriptions\/.+\/providers\/Microsoft\.EventGrid\/topics\/orders$/);
    expect(headers).toMatchObject({
      'aeg-event-type': 'Notification',
      'aeg-subscription-name': 'ROUTER',
      'aeg-delivery-count': '0',
    });
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('takes CloudEvents with a shared access signature and delivers each as one object', async () => {
    const { grid, first } = await setUp();
    const url = grid.topicEndpoint('orders');
    const token = await generateSharedAccessSignature(
      url,
      new AzureKeyCredential(grid.key),
      new Date(Date.now() + 60_000),
    );
    const client = new EventGridPublisherClient(url, 'CloudEvent', new AzureSASCredential(token), LOCAL);
    await client.send([
      {
        type: 'order.placed',
        source: '/shop',
        id: '7',
        subject: '42',
        data: { ok: true },
        extensionAttributes: { waybilldepth: 2 },
      },
    ]);
    const { headers, body } = await first();
    expect(JSON.parse(body)).toMatchObject({
      specversion: '1.0',
      id: '7',
      source: '/shop',
      subject: '42',
      data: { ok: true },
      waybilldepth: 2,
    });
    expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
  });

  it('refuses the custom schema', async () => {
    const { grid } = await setUp();
    const client = new EventGridPublisherClient(
      grid.topicEndpoint('orders'),
      'Custom',
      new AzureKeyCredential(grid.key),
      LOCAL,
    );
    await expect(client.send([{ any: 'thing' }])).rejects.toMatchObject({ statusCode: 400 });
  });

  it('refuses a wrong key, an expired signature and one for another topic', async () => {
    const { grid, endpoint } = await setUp();
    const url = grid.topicEndpoint('orders');
    const key = new AzureKeyCredential(grid.key);
    const expired = await generateSharedAccessSignature(url, key, new Date(Date.now() - 1000));
    const foreign = await generateSharedAccessSignature(
      grid.topicEndpoint('other'),
      key,
      new Date(Date.now() + 60_000),
    );
    const credentials = [
      new AzureKeyCredential('d3Jvbmc='),
      new AzureSASCredential(expired),
      new AzureSASCredential(foreign),
    ];
    for (const credential of credentials) {
      const client = new EventGridPublisherClient(url, 'CloudEvent', credential, LOCAL);
      await expect(client.send([{ type: 't', source: 's', data: {} }])).rejects.toMatchObject({ statusCode: 401 });
    }
    expect(endpoint.deliveries).toEqual([]);
  });
});

describe('what a publisher may send', () => {
  it.each([
    ['no JSON', 'nonsense', {}],
    ['bytes that are no UTF-8', Buffer.from('["\xff"]', 'latin1'), {}],
    ['an object in place of the array', JSON.stringify(EVENT), {}],
    ['an empty array', '[]', {}],
    ['an event without an id', JSON.stringify([{ ...EVENT, id: undefined }]), {}],
    ['an event with an unknown property', JSON.stringify([{ ...EVENT, source: 'x' }]), {}],
    ['an event with a foreign topic', JSON.stringify([{ ...EVENT, topic: '/elsewhere' }]), {}],
    ['an event whose time is none', JSON.stringify([{ ...EVENT, eventTime: 'soon' }]), {}],
    [
      'a CloudEvent without a source',
      JSON.stringify({ ...CLOUD_EVENT, source: '' }),
      { 'content-type': 'application/cloudevents+json' },
    ],
    [
      'a CloudEvent of another version',
      JSON.stringify([{ ...CLOUD_EVENT, specversion: '0.3' }]),
      { 'content-type': 'application/cloudevents-batch+json' },
    ],
    [
      'a CloudEvent with a capital in a name',
      JSON.stringify({ ...CLOUD_EVENT, traceParent: 'x' }),
      { 'content-type': 'application/cloudevents+json' },
    ],
    [
      'an event nested too deep',
      `[{${JSON.stringify(EVENT).slice(1, -1)},"x":1}]`.replace(
        '"x":1',
        `"data":${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      ),
      {},
    ],
  ])('refuses %s with 400 in the vendor’s error shape', async (_, body, headers) => {
    const { grid, endpoint } = await setUp('EventGridSchema');
    const response = await post(grid, body, headers);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: 'BadRequest', message: expect.any(String), details: [{ code: 'InputJsonInvalid' }] },
    });
    expect(endpoint.deliveries).toEqual([]);
  });

  it('takes a request of 1 MB and refuses a larger one with 413', async () => {
    const { grid, first } = await setUp();
    const frame = JSON.stringify({ ...CLOUD_EVENT, data: '' }).length;
    const sized = (bytes: number) => JSON.stringify({ ...CLOUD_EVENT, data: 'x'.repeat(bytes - frame) });
    const headers = { 'content-type': 'application/cloudevents+json' };
    expect((await post(grid, sized(1_048_576), headers)).status).toBe(200);
    expect((await post(grid, sized(1_048_577), headers)).status).toBe(413);
    expect((await first()).body).toHaveLength(1_048_576);
  });

  it('answers 405 to another method and 404 to another path', async () => {
    const { grid } = await setUp();
    expect((await fetch(grid.topicEndpoint('orders'))).status).toBe(405);
    expect((await fetch(`${grid.url}/orders/api/other`, { method: 'POST' })).status).toBe(404);
  });

  it('hands on none of a request of which one event cannot be mapped', async () => {
    const { grid, endpoint } = await setUp('EventGridSchema');
    const response = await post(grid, JSON.stringify([CLOUD_EVENT]), {
      'content-type': 'application/cloudevents-batch+json',
    });
    expect(response.status).toBe(400);
    expect(grid.pending()).toBe(0);
    expect(endpoint.deliveries).toEqual([]);
  });
});

describe('system events', () => {
  const blobCreated = {
    id: '9aeb0fdf',
    subject: '/blobServices/default/containers/uploads/blobs/cat.png',
    eventType: 'Microsoft.Storage.BlobCreated',
    eventTime: '2026-01-01T00:00:00.1234567Z',
    data: {
      api: 'PutBlob',
      contentType: 'image/png',
      contentLength: 5,
      url: 'http://127.0.0.1:10000/shop/uploads/cat.png',
    },
  };

  it('are mapped to CloudEvents for a subscription that wants those', async () => {
    const { grid, first } = await setUp();
    grid.publishSystemEvent('orders', {
      ...blobCreated,
      topic: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/shop',
    });
    expect(JSON.parse((await first()).body)).toEqual({
      specversion: '1.0',
      source: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/shop',
      type: 'Microsoft.Storage.BlobCreated',
      id: '9aeb0fdf',
      subject: blobCreated.subject,
      time: '2026-01-01T00:00:00.1234567Z',
      data: blobCreated.data,
    });
  });

  it('are delivered as they are in the Event Grid schema, from the storage account of the topic’s name', async () => {
    const { grid, first } = await setUp('EventGridSchema');
    grid.publishSystemEvent('orders', blobCreated);
    const [event] = JSON.parse((await first()).body);
    expect(event).toMatchObject({ ...blobCreated, dataVersion: '', metadataVersion: '1' });
    expect(event.topic).toMatch(/\/providers\/Microsoft\.Storage\/storageAccounts\/orders$/);
  });
});

describe('filters', () => {
  const names = async (filter: object) => {
    const { grid, endpoint } = await setUp('EventGridSchema', { filter });
    const events = ['a/Cat.png', 'a/dog.gif', 'b/cat.png'].map((subject, index) => ({
      ...EVENT,
      id: `${index}`,
      subject,
    }));
    await post(grid, JSON.stringify([...events, { ...EVENT, id: '3', eventType: 'other', subject: 'a/x.png' }]));
    await until('everything to be delivered', () => grid.pending() === 0);
    return endpoint.deliveries.map(({ body }) => JSON.parse(body)[0].subject).sort();
  };

  it('keep an event by type, and by the ends of its subject without regard to case', async () => {
    expect(
      await names({ includedEventTypes: ['order.placed'], subjectBeginsWith: 'A/', subjectEndsWith: '.PNG' }),
    ).toEqual(['a/Cat.png']);
  });

  it('mind the case where they are told to', async () => {
    expect(await names({ subjectEndsWith: 'cat.png', isSubjectCaseSensitive: true })).toEqual(['b/cat.png']);
  });
});
