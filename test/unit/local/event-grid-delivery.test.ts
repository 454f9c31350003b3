import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { EventGridEvent } from '../../../local/emulators/event-grid/events.ts';
import { startEventGrid } from '../../../local/emulators/event-grid/server.ts';
import type { DeadLetterRecord, SubscriptionOptions } from '../../../local/emulators/event-grid/subscription.ts';
import { createManualClock } from '../../manual-clock.ts';
import { until } from '../../until.ts';
import { type Reply, startEndpoint } from './webhook-endpoint.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

async function setUp(reply: (n: number) => Reply, more: Partial<SubscriptionOptions> = {}) {
  const clock = createManualClock();
  const seen: EventGridEvent[] = [];
  const grid = await startEventGrid({ clock, onEvent: (event) => seen.push(event), random: () => 0 });
  const endpoint = await startEndpoint(reply);
  closing.push(grid.close, endpoint.close);
  await grid.createSubscription({
    topic: 'shop',
    name: 'router',
    endpoint: endpoint.url,
    deliverySchema: 'EventGridSchema',
    ...more,
  });
  const publish = (id = '1') =>
    grid.publishSystemEvent('shop', { id, subject: 's', eventType: 't', eventTime: '2026-01-01T00:00:00Z', data: {} });
  const happened = <K extends EventGridEvent['kind']>(kind: K, count = 1) =>
    until(`${count} × ${kind}`, () => {
      const found = seen.filter((event): event is EventGridEvent & { kind: K } => event.kind === kind);
      return found.length >= count ? found : undefined;
    });
  return { clock, grid, endpoint, publish, happened };
}

describe('what an answer means', () => {
  it.each([200, 201, 202, 203, 204])('%i takes the event', async (status) => {
    const { grid, publish, happened } = await setUp(() => status);
    publish();
    await happened('delivered');
    expect(grid.pending()).toBe(0);
  });

  it.each([400, 401, 403, 413])(
    '%i is never retried, and without a place for dead letters the event is dropped',
    async (status) => {
      const { clock, grid, endpoint, publish, happened } = await setUp(() => status);
      publish();
      const [dropped] = await happened('dropped');
      expect(dropped).toMatchObject({ attempts: 1, subscription: 'router' });
      expect(grid.pending()).toBe(0);
      clock.advance(DAY);
      expect(endpoint.deliveries).toHaveLength(1);
    },
  );

  it.each<[Reply, number, string]>([
    [404, 5 * MINUTE, 'NotFound'],
    [408, 2 * MINUTE, 'TimedOut'],
    [503, 30 * SECOND, 'Busy'],
    [500, 10 * SECOND, 'GenericError'],
    [302, 10 * SECOND, 'GenericError'],
    [205, 10 * SECOND, 'GenericError'],
  ])('%p is tried again after %i ms at least', async (status, delayMs, outcome) => {
    const { clock, endpoint, publish, happened } = await setUp((n) => (n === 0 ? status : 200));
    publish();
    expect(await happened('retry')).toMatchObject([{ delayMs, outcome, attempts: 1 }]);
    clock.advance(delayMs - 1);
    expect(endpoint.deliveries).toHaveLength(1);
    clock.advance(1);
    await happened('delivered');
    expect(endpoint.deliveries[1]?.headers['aeg-delivery-count']).toBe('1');
  });

  it('no answer within 30 seconds is a failure', async () => {
    const { clock, endpoint, publish, happened } = await setUp((n) => (n === 0 ? 'hang' : 200));
    publish();
    await until('the delivery to arrive', () => endpoint.deliveries.length === 1);
    clock.advance(30 * SECOND);
    expect(await happened('retry')).toMatchObject([{ outcome: 'TimedOut', delayMs: 10 * SECOND }]);
  });

  it('an endpoint that is gone is a failure', async () => {
    const { endpoint, publish, happened } = await setUp(() => 200);
    await endpoint.close();
    publish();
    expect(await happened('retry')).toMatchObject([{ outcome: 'SocketError', delayMs: 10 * SECOND }]);
  });
});

describe('the retry schedule', () => {
  it('is 10 s, 30 s, 1, 5, 10, 30 min, 1, 3, 6 h and then 12 h, until the day is over', async () => {
    const { clock, grid, endpoint, publish, happened } = await setUp(() => 500);
    publish();
    const delays: number[] = [];
    for (let tries = 1; tries <= 11; tries++) {
      const retry = (await happened('retry', tries))[tries - 1];
      delays.push(retry?.delayMs ?? 0);
      clock.advance(retry?.delayMs ?? 0);
    }
    const minutes = [1, 5, 10, 30, 60, 180, 360, 720, 720].map((count) => count * MINUTE);
    expect(delays).toEqual([10 * SECOND, 30 * SECOND, ...minutes]);
    expect(await happened('dropped')).toMatchObject([{ reason: 'TimeToLiveExceeded', attempts: 11 }]);
    expect(endpoint.deliveries).toHaveLength(11);
    expect(grid.pending()).toBe(0);
  });

  it('ends with the attempts or with the time to live, whichever is first', async () => {
    const attempts = await setUp(() => 500, { retryPolicy: { maxDeliveryAttempts: 2 } });
    attempts.publish();
    await attempts.happened('retry');
    attempts.clock.advance(10 * SECOND);
    expect(await attempts.happened('dropped')).toMatchObject([{ reason: 'MaxDeliveryAttemptsExceeded', attempts: 2 }]);

    const timeToLive = await setUp(() => 404, { retryPolicy: { eventTimeToLiveInMinutes: 1 } });
    timeToLive.publish();
    await timeToLive.happened('retry');
    timeToLive.clock.advance(5 * MINUTE);
    expect(await timeToLive.happened('dropped')).toMatchObject([{ reason: 'TimeToLiveExceeded', attempts: 1 }]);
  });
});

describe('dead letters', () => {
  const once = { retryPolicy: { maxDeliveryAttempts: 1 } };

  it('are stored five minutes after the last try, with the reason in the Event Grid schema', async () => {
    const records: DeadLetterRecord[] = [];
    const deadLetter = async (record: DeadLetterRecord) => void records.push(record);
    const { clock, grid, publish, happened } = await setUp(() => 503, { ...once, deadLetter });
    publish();
    await happened('gave-up');
    clock.advance(5 * MINUTE - 1);
    expect([records.length, grid.pending()]).toEqual([0, 1]);
    clock.advance(1);
    await happened('dead-lettered');
    expect(grid.pending()).toBe(0);
    expect(records[0]).toMatchObject({
      id: '1',
      eventType: 't',
      deadLetterReason: 'MaxDeliveryAttemptsExceeded',
      deliveryAttempts: 1,
      lastDeliveryOutcome: 'Busy',
      publishTime: '2026-01-01T00:00:00.000Z',
      lastDeliveryAttemptTime: '2026-01-01T00:00:00.000Z',
    });
  });

  it('have lower-case names in CloudEvents, and a blob’s name in a folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dead-letters-'));
    closing.push(() => rm(folder, { recursive: true }));
    const more = { ...once, deadLetter: folder, deliverySchema: 'CloudEventSchemaV1_0' as const };
    const { clock, publish, happened } = await setUp(() => 400, more);
    publish();
    await happened('gave-up');
    clock.advance(5 * MINUTE);
    await happened('dead-lettered');
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'));
    expect(files).toEqual([expect.stringMatching(/^ROUTER\/2026\/1\/1\/0\/[0-9a-f-]{36}\.json$/)]);
    const [record] = JSON.parse(await readFile(join(folder, `${files[0]}`), 'utf8'));
    expect(record).toMatchObject({
      specversion: '1.0',
      type: 't',
      deadletterreason: 'BadRequest',
      deliveryattempts: 1,
      lastdeliveryoutcome: 'BadRequest',
    });
  });

  it('are dropped when their place is away for four hours', async () => {
    let tries = 0;
    const deadLetter = async () => {
      tries++;
      throw new Error('container away');
    };
    const { clock, publish, happened } = await setUp(() => 400, { deadLetter });
    publish();
    await happened('gave-up');
    const dropped = until('the letter to be dropped', async () => {
      clock.advance(5 * MINUTE);
      return happened('dropped', 0).then((found) => found[0]);
    });
    expect((await dropped).reason).toMatch(/^BadRequest, .*container away/);
    expect(tries).toBe(48);
  });
});

describe('batching', () => {
  const ids = (body: string) => JSON.parse(body).map((event: { id: string }) => event.id);
  const publishMany = (grid: Awaited<ReturnType<typeof setUp>>['grid'], count: number, data: unknown = {}) => {
    const body = Array.from({ length: count }, (_, n) => ({
      specversion: '1.0',
      id: `${n}`,
      source: '/s',
      type: 't',
      data,
    }));
    const headers = { 'content-type': 'application/cloudevents-batch+json', 'aeg-sas-key': grid.key };
    return fetch(grid.topicEndpoint('shop'), { method: 'POST', headers, body: JSON.stringify(body) });
  };

  it('puts up to so many events into one request, in the batch form of CloudEvents', async () => {
    const { grid, endpoint, happened } = await setUp(() => 200, {
      maxEventsPerBatch: 2,
      deliverySchema: 'CloudEventSchemaV1_0',
    });
    await publishMany(grid, 3);
    await happened('delivered', 3);
    expect(endpoint.deliveries.map(({ body }) => ids(body)).sort()).toEqual([['0', '1'], ['2']]);
    expect(endpoint.deliveries[0]?.headers['content-type']).toBe('application/cloudevents-batch+json; charset=utf-8');
  });

  it('keeps to the preferred size, but for an event that is larger on its own', async () => {
    const more = { preferredBatchSizeInKilobytes: 1, deliverySchema: 'CloudEventSchemaV1_0' as const };
    const { grid, endpoint, happened } = await setUp(() => 200, more);
    await publishMany(grid, 2, 'x'.repeat(2000));
    await happened('delivered', 2);
    expect(endpoint.deliveries.map(({ body }) => ids(body)).sort()).toEqual([['0'], ['1']]);
  });

  it('tries all of a batch again when it fails', async () => {
    const { clock, grid, endpoint, happened } = await setUp((n) => (n === 0 ? 500 : 200), {
      maxEventsPerBatch: 10,
      deliverySchema: 'CloudEventSchemaV1_0',
    });
    await publishMany(grid, 2);
    await happened('retry', 2);
    clock.advance(10 * SECOND);
    await happened('delivered', 2);
    expect(
      endpoint.deliveries
        .slice(1)
        .flatMap(({ body }) => ids(body))
        .sort(),
    ).toEqual(['0', '1']);
  });

  it('without it, keeps at most ten requests under way', async () => {
    const { grid, endpoint } = await setUp(() => 'hang', { deliverySchema: 'CloudEventSchemaV1_0' });
    await publishMany(grid, 25);
    await until('ten requests', () => endpoint.deliveries.length >= 10);
    expect(endpoint.deliveries).toHaveLength(10);
    expect(grid.pending()).toBe(25);
  });
});
