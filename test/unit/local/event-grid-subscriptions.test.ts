import { afterEach, describe, expect, it } from '@jest/globals';
import { startEventGrid } from '../../../local/emulators/event-grid/server.ts';
import type { SubscriptionOptions } from '../../../local/emulators/event-grid/subscription.ts';
import { type Handle, readBody, sendJson, serve } from '../../../local/http.ts';
import { createManualClock } from '../../manual-clock.ts';
import { until } from '../../until.ts';
import { startEndpoint } from './webhook-endpoint.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function startGrid() {
  const clock = createManualClock();
  const grid = await startEventGrid({ clock });
  closing.push(grid.close);
  return { clock, grid };
}

async function startServer(handle: Handle) {
  const server = await serve(handle);
  closing.push(server.close);
  return server.url;
}

const base = { topic: 'shop', name: 'router', deliverySchema: 'EventGridSchema' } as const;

describe('the handshake in the Event Grid schema', () => {
  it('sends a validation event and wants its code back', async () => {
    const { grid } = await startGrid();
    const endpoint = await startEndpoint();
    closing.push(endpoint.close);
    await grid.createSubscription({ ...base, endpoint: endpoint.url });
    const [{ method, headers, body }] = endpoint.handshakes as [(typeof endpoint.handshakes)[number]];
    expect(method).toBe('POST');
    expect(headers).toMatchObject({ 'aeg-event-type': 'SubscriptionValidation', 'aeg-subscription-name': 'ROUTER' });
    expect(JSON.parse(body)).toMatchObject([
      { eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent', data: { validationCode: expect.any(String) } },
    ]);
  });

  it.each<[string, Handle, RegExp]>([
    ['202', async (request, response) => sendJson(response, 202, await echo(request)), /expected status 200, got 202/],
    ['another code', async (_, response) => sendJson(response, 200, { validationResponse: 'x' }), /got x/],
    ['no code', async (_, response) => void response.end(), /got a body without it/],
  ])('refuses a subscription whose endpoint answers %s', async (_, handle, reason) => {
    const { grid } = await startGrid();
    const endpoint = `${await startServer(handle)}/?code=secret`;
    const creation = grid.createSubscription({ ...base, endpoint });
    await expect(creation).rejects.toThrow(reason);
    await expect(creation).rejects.not.toThrow(/secret/);
    expect((await fetch(`${grid.url}/shop/eventSubscriptions/router`)).status).toBe(404);
  });

  it('waits 30 seconds', async () => {
    const { clock, grid } = await startGrid();
    let asked = false;
    const endpoint = await startServer(async () => {
      asked = true;
    });
    const creation = expect(grid.createSubscription({ ...base, endpoint })).rejects.toThrow(/TimedOut/);
    await until('the handshake', () => asked);
    clock.advance(30_000);
    await creation;
  });
});

describe('the handshake in the CloudEvents schema', () => {
  const cloudEvents = { ...base, deliverySchema: 'CloudEventSchemaV1_0' } as const;
  const allow =
    (status: number, origin?: string): Handle =>
    async (_, response) => {
      response.writeHead(status, origin ? { 'webhook-allowed-origin': origin } : {}).end();
    };

  it.each([
    ['its origin', allow(200, 'eventgrid.azure.net')],
    ['any origin', allow(204, '*')],
  ])('is done when the endpoint allows %s', async (_, handle) => {
    const { grid } = await startGrid();
    await grid.createSubscription({ ...cloudEvents, endpoint: await startServer(handle) });
  });

  it.each([
    ['another origin', allow(200, 'example.org'), /got example.org/],
    ['none, though its status is 200', allow(200), /got none/],
    ['it with 405', allow(405, '*'), /got 405/],
  ])('fails when the endpoint allows %s', async (_, handle, reason) => {
    const { grid } = await startGrid();
    const endpoint = await startServer(handle);
    await expect(grid.createSubscription({ ...cloudEvents, endpoint })).rejects.toThrow(reason);
  });
});

describe('settings', () => {
  it.each<[string, Partial<SubscriptionOptions>]>([
    ['0 attempts', { retryPolicy: { maxDeliveryAttempts: 0 } }],
    ['31 attempts', { retryPolicy: { maxDeliveryAttempts: 31 } }],
    ['a day and a minute to live', { retryPolicy: { eventTimeToLiveInMinutes: 1441 } }],
    ['batches of 5001', { maxEventsPerBatch: 5001 }],
    ['batches of 1025 KB', { preferredBatchSizeInKilobytes: 1025 }],
    ['a name with a slash', { name: '../up' }],
    ['an endpoint that is no URL', { endpoint: 'here' }],
  ])('refuses %s', async (_, wrong) => {
    const { grid } = await startGrid();
    await expect(grid.createSubscription({ ...base, endpoint: 'http://127.0.0.1:9', ...wrong })).rejects.toMatchObject({
      status: 400,
    });
  });
});

describe('management over HTTP', () => {
  const put = (url: string, properties: object) =>
    fetch(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ properties }),
    });

  it('creates, changes, shows, lists and deletes a subscription as Azure Resource Manager does', async () => {
    const { grid } = await startGrid();
    const endpoint = await startEndpoint();
    closing.push(endpoint.close);
    const url = `${grid.url}/shop/eventSubscriptions/router`;
    const destination = { endpointType: 'WebHook', properties: { endpointUrl: endpoint.url, maxEventsPerBatch: 5 } };
    const created = await put(url, { destination, eventDeliverySchema: 'CloudEventSchemaV1_0' });
    expect(created.status).toBe(201);
    expect(JSON.stringify(await created.json())).not.toContain('secret');
    await put(url, { destination, filter: { subjectBeginsWith: 'a' }, retryPolicy: { maxDeliveryAttempts: 3 } });
    expect(await (await fetch(url)).json()).toMatchObject({
      name: 'router',
      properties: {
        eventDeliverySchema: 'EventGridSchema',
        filter: { subjectBeginsWith: 'a' },
        retryPolicy: { maxDeliveryAttempts: 3, eventTimeToLiveInMinutes: 1440 },
      },
    });
    expect(await (await fetch(`${grid.url}/shop/eventSubscriptions`)).json()).toMatchObject({
      value: [{ name: 'router' }],
    });
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(200);
    expect((await fetch(url)).status).toBe(404);
  });

  it.each([
    ['a filter', { filter: { advancedFilters: [] } }],
    ['a destination', { destination: { endpointType: 'EventHub', properties: {} } }],
    ['a property', { expirationTimeUtc: '2027-01-01' }],
  ])('refuses %s that the emulator does not do', async (_, wrong) => {
    const { grid } = await startGrid();
    const destination = { endpointType: 'WebHook', properties: { endpointUrl: 'http://127.0.0.1:9' } };
    expect((await put(`${grid.url}/shop/eventSubscriptions/router`, { destination, ...wrong })).status).toBe(400);
  });
});

async function echo(request: Parameters<Handle>[0]) {
  const [event] = JSON.parse((await readBody(request)).toString());
  return { validationResponse: event.data.validationCode };
}
