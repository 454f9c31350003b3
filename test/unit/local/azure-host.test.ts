import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEventGrid } from '../../../local/emulators/event-grid/server.ts';
import { until } from '../../until.ts';
import { type HostClient, startHostClient } from './azure-host-client.ts';

let host: HostClient;
beforeAll(async () => {
  host = await startHostClient();
});
afterAll(() => host.stop());

const NOTIFICATION = { 'aeg-event-type': 'Notification' };
const notify = (body: string | Buffer<ArrayBuffer>) =>
  host.post('/runtime/webhooks/EventGrid?functionName=grid&code=k3y', body, NOTIFICATION);

describe('the app', () => {
  it('is listed, with its triggers', async () => {
    expect(host.functions).toEqual(['grid', 'hub', 'hub-bounded', 'hub-binary', 'hub-one', 'sweep']);
    const listed = await (await fetch(`${host.url}/admin/functions`)).json();
    expect(listed).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'sweep', trigger: 'timerTrigger' })]),
    );
    expect(await (await fetch(`${host.url}/admin/host/status`)).json()).toEqual({ state: 'Running' });
  });

  it('is not in test mode', () => {
    expect(host.printed()).not.toMatch(/test mode|WARNING/);
  });
});

describe('the Event Grid webhook', () => {
  it('answers the validation event itself', async () => {
    const from = await host.mark();
    const event = {
      id: '1',
      eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
      data: { validationCode: 'abc' },
    };
    const response = await host.post('/runtime/webhooks/eventgrid?functionName=grid', JSON.stringify([event]), {
      'aeg-event-type': 'SubscriptionValidation',
    });
    expect([response.status, await response.json()]).toEqual([200, { validationResponse: 'abc' }]);
    expect(await host.logsSince(from)).toEqual([]);
  });

  it('reads the double-encoded data of a validation event in CloudEvents form', async () => {
    const event = { specversion: '1.0', data: JSON.stringify({ validationCode: 'abc' }) };
    const response = await host.post('/runtime/webhooks/eventgrid?functionName=grid', JSON.stringify(event), {
      'aeg-event-type': 'SubscriptionValidation',
    });
    expect(await response.json()).toEqual({ validationResponse: 'abc' });
  });

  it.each([
    ['eventgrid.azure.net', 'eventgrid.azure.net'],
    ['eventgrid.azure.cn', 'eventgrid.azure.cn'],
    ['example.org', 'eventgrid.azure.net'],
  ])('allows deliveries from Azure only, when %s asks', async (asking, allowed) => {
    const headers = { 'webhook-request-origin': asking };
    const response = await fetch(`${host.url}/runtime/webhooks/eventgrid?functionName=grid`, {
      method: 'OPTIONS',
      headers,
    });
    expect([response.status, response.headers.get('webhook-allowed-origin')]).toEqual([200, allowed]);
  });

  it('calls the function once for each event of an array and answers 202', async () => {
    const from = await host.mark();
    const response = await notify(JSON.stringify([{ id: 'a' }, { id: 'b' }]));
    expect(response.status).toBe(202);
    expect((await host.reports(from, 'grid')).map(({ event }) => event.id).sort()).toEqual(['a', 'b']);
  });

  it('passes a single CloudEvent, and a batch of one, as they are', async () => {
    const from = await host.mark();
    const event = { specversion: '1.0', id: 'c', data: { 'Odd-Name': 1.5 }, time: '2026-01-01T00:00:00+02:00' };
    expect((await notify(JSON.stringify(event))).status).toBe(202);
    expect((await notify(` [ ${JSON.stringify(event)} ] \n`)).status).toBe(202);
    expect(await host.reports(from, 'grid')).toEqual([{ event }, { event }]);
  });

  it('answers 500 without the error’s text when one call of several throws', async () => {
    const from = await host.mark();
    const response = await notify(JSON.stringify([{ id: 'a' }, { mode: 'throw' }]));
    expect([response.status, await response.text()]).toEqual([
      500,
      'Exception while executing function: Functions.grid',
    ]);
    const failed = (await host.logsSince(from)).filter((log) => log.level === 'error');
    expect(failed).toMatchObject([{ message: expect.stringMatching(/Failed, Id=.*as asked/) }]);
  });

  it('takes a thrown null for a success, as the vendor’s worker does', async () => {
    expect((await notify(JSON.stringify({ mode: 'throw-null' }))).status).toBe(202);
  });

  it('answers 500 when the function does not end in time', async () => {
    const from = await host.mark();
    expect((await notify(JSON.stringify({ mode: 'hang' }))).status).toBe(500);
    expect((await host.logsSince(from)).at(-1)?.message).toMatch(/Timeout value of 1500 ms exceeded/);
  });

  it.each([
    ['SubscriptionDeletion', 200],
    ['Unsubscribe', 202],
    ['Other', 400],
  ])('answers %s with %i', async (kind, status) => {
    const headers = { 'aeg-event-type': kind };
    expect((await host.post('/runtime/webhooks/eventgrid?functionName=grid', '{}', headers)).status).toBe(status);
  });

  it.each(['grid2', 'hub', ''])('knows no Event Grid function named "%s"', async (name) => {
    const response = await host.post(`/runtime/webhooks/eventgrid?functionName=${name}`, '{}', NOTIFICATION);
    expect([response.status, await response.text()]).toEqual([404, `cannot find function: '${name}'`]);
  });

  it('never logs the key', async () => {
    expect(JSON.stringify(await host.logsSince(0)) + host.printed()).not.toContain('k3y');
  });
});

describe('a hostile body', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

  it.each([
    ['no JSON', 'nonsense'],
    ['nothing', ''],
    ['a number', '7'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['several events of which one is nested too deep', `[{}, ${nested(100_000)}]`],
  ])('that is %s is refused with 400 before the function', async (_, body) => {
    const from = await host.mark();
    expect((await notify(body)).status).toBe(400);
    expect(await host.logsSince(from)).toEqual([]);
  });

  it('of one event 100,000 deep reaches the function as it is', async () => {
    const from = await host.mark();
    expect((await notify(`[{"mode":"depth","data":${nested(100_000)}}]`)).status).toBe(202);
    expect((await host.messagesSince(from))[0]).toBe('depth 100001');
  });

  it('of 10 MB is taken, and one over the limit is answered 413', async () => {
    expect((await notify(JSON.stringify({ mode: 'throw', data: 'x'.repeat(10 * 1024 * 1024) }))).status).toBe(500);
    expect((await notify(JSON.stringify({ data: 'x'.repeat(12 * 1024 * 1024) }))).status).toBe(413);
  });
});

describe('hooks', () => {
  it('run before and after a call and share their data; a log hook changes what is logged', async () => {
    const from = await host.mark();
    await notify(JSON.stringify({ id: 'secret' }));
    await notify(JSON.stringify({ mode: 'throw' }));
    expect(await host.messagesSince(from)).toEqual([
      '{"event":{"id":"*****"}}',
      'after grid: object',
      'after grid: as asked',
    ]);
  });
});

describe('running by hand', () => {
  it('starts a timer with the state of a schedule and answers 202', async () => {
    const from = await host.mark();
    expect((await host.post('/admin/functions/sweep', '{}')).status).toBe(202);
    const [{ timer }] = await until('the timer to run', async () => {
      const found = await host.reports(from, 'sweep');
      return found.length > 0 ? found : undefined;
    });
    expect(timer).toMatchObject({
      isPastDue: false,
      schedule: { adjustForDST: true },
      scheduleStatus: { last: expect.any(String) },
    });
  });

  it('gives the text to an Event Grid and to an Event Hubs trigger', async () => {
    const from = await host.mark();
    await host.post('/admin/functions/grid', JSON.stringify({ input: '{"id":"by hand"}' }));
    await host.post('/admin/functions/hub', JSON.stringify({ input: 'by hand' }));
    const seen = async () => [await host.reports(from, 'grid'), await host.reports(from, 'hub')];
    await until('both', async () => (await seen()).every((reports) => reports.length === 1));
    expect(await seen()).toMatchObject([[{ event: { id: 'by hand' } }], [{ messages: ['by hand'] }]]);
  });

  it('answers 404 for an unknown function and 400 for another body', async () => {
    expect((await host.post('/admin/functions/none', '{}')).status).toBe(404);
    expect((await host.post('/admin/functions/sweep', 'nonsense')).status).toBe(400);
  });

  it('works from code too, with the return value and the outputs', async () => {
    const result = await host.invoke('grid', { mode: 'return' });
    expect(result).toMatchObject({ kind: 'succeeded', returnValue: { json: '{"mode":"return"}' } });
    expect(JSON.stringify(result)).toContain(JSON.stringify({ json: '{"took":"return"}' }));
    const error = expect.stringMatching(/There is no function none; there are: grid, hub/);
    expect(await host.invoke('none')).toEqual({ error });
  });
});

describe('with the Event Grid emulator', () => {
  it.each(['EventGridSchema', 'CloudEventSchemaV1_0'] as const)(
    'shakes hands and gets its events in the %s',
    async (deliverySchema) => {
      const from = await host.mark();
      const grid = await startEventGrid();
      const endpoint = `${host.url}/runtime/webhooks/eventgrid?functionName=grid&code=k3y`;
      await grid.createSubscription({ topic: 'shop', name: 'router', endpoint, deliverySchema });
      grid.publishSystemEvent('shop', {
        id: '1',
        subject: 's',
        eventType: 't',
        eventTime: '2026-01-01T00:00:00Z',
        data: { a: 1 },
      });
      await until('the delivery', () => grid.pending() === 0);
      await grid.close();
      expect(await host.reports(from, 'grid')).toEqual([
        { event: expect.objectContaining({ id: '1', subject: 's', data: { a: 1 } }) },
      ]);
    },
  );
});
