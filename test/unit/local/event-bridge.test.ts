import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Target } from '../../../local/emulators/event-bridge/delivery.ts';
import {
  createEventBridge,
  type EventBridge,
  type EventBridgeEvent,
} from '../../../local/emulators/event-bridge/event-bridge.ts';
import { createEventBridgeApi } from '../../../local/emulators/event-bridge/event-bridge-api.ts';
import { type Listening, serve } from '../../../local/http.ts';
import { createMatcher } from '../../../shared/routing/matcher.ts';
import { parsePattern } from '../../../shared/routing/pattern.ts';
import { createManualClock } from '../../manual-clock.ts';
import { until } from '../../until.ts';

let closing: { close: () => unknown }[] = [];

afterEach(async () => {
  for (const { close } of closing) await close();
  closing = [];
});

function matches(pattern: unknown, event: object): boolean {
  const parsed = parsePattern(JSON.stringify(pattern));
  if (!parsed.ok) throw new Error(parsed.error.message);
  return createMatcher([['it', { pattern: parsed.value }]]).match(event).length > 0;
}

function start() {
  const clock = createManualClock();
  const events: EventBridgeEvent[] = [];
  const bridge: EventBridge = createEventBridge({ clock, matches, onEvent: (event) => void events.push(event) });
  closing.push(bridge);
  const got: Record<string, unknown>[] = [];
  const invokeAsync = async (event: string) => void got.push(JSON.parse(event));
  return { clock, bridge, events, got, invokeAsync };
}

async function startApi(resolveTarget?: (arn: string) => Target['invokeAsync'] | undefined) {
  const started = start();
  const options = { bridge: started.bridge, ...(resolveTarget && { resolveTarget }) };
  const listening: Listening = await serve(createEventBridgeApi(options));
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new EventBridgeClient({ endpoint: listening.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  closing.push(listening, { close: () => client.destroy() });
  const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));
  return { ...started, url: listening.url, client, put };
}

const entry = { Source: 'shop', DetailType: 'order.placed', Detail: '{"orderId":"7","amount":12345678901234567890}' };
const everything = { source: [{ exists: true }] };

describe('PutEvents through the SDK', () => {
  it('hands each event to the targets of the rules that it fits, in its envelope', async () => {
    const { bridge, put, got, invokeAsync, clock } = await startApi();
    bridge.putRule({
      name: 'orders',
      eventPattern: { 'detail-type': [{ prefix: 'order.' }] },
      targets: [{ invokeAsync }],
    });
    bridge.putRule({ name: 'others', eventPattern: '{"source":["elsewhere"]}', targets: [{ invokeAsync }] });
    const { FailedEntryCount, Entries } = await put({ ...entry, Resources: ['r'] }, { ...entry, Time: new Date(1e12) });
    expect(FailedEntryCount).toBe(0);
    const event = {
      version: '0',
      id: Entries?.[0]?.EventId,
      'detail-type': 'order.placed',
      source: 'shop',
      account: '000000000000',
      time: `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
      region: 'us-east-1',
      resources: ['r'],
      detail: { orderId: '7', amount: expect.any(Number) },
    };
    const second = { ...event, id: Entries?.[1]?.EventId, time: '2001-09-09T01:46:40Z', resources: [] };
    expect(got).toEqual([event, second]);
    expect(Object.keys(got[0] ?? {})).toEqual(Object.keys(event));
  });

  it('hands the detail over as it was written, large numbers too', async () => {
    const { bridge, put } = await startApi();
    const texts: string[] = [];
    const invokeAsync = async (event: string) => void texts.push(event);
    bridge.putRule({ name: 'all', eventPattern: everything, targets: [{ invokeAsync }] });
    await put(entry);
    expect(texts[0]).toContain(`"detail":${entry.Detail}}`);
  });

  it('keeps buses apart, and accepts an event for a bus that is not there, as AWS does', async () => {
    const { bridge, put, got, invokeAsync } = await startApi();
    bridge.createBus('shop');
    bridge.putRule({ name: 'all', eventBusName: 'shop', eventPattern: everything, targets: [{ invokeAsync }] });
    const arn = 'arn:aws:events:us-east-1:000000000000:event-bus/shop';
    const answer = await put(entry, { ...entry, EventBusName: 'none' }, { ...entry, EventBusName: arn });
    expect(answer.FailedEntryCount).toBe(0);
    expect(got.map(({ id }) => id)).toEqual([answer.Entries?.[2]?.EventId]);
  });

  it.each([
    ['no source', { ...entry, Source: undefined }, 'InvalidArgument', 'Source is a required argument'],
    ['no detail type', { ...entry, DetailType: '' }, 'InvalidArgument', 'DetailType is a required argument'],
    ['no detail', { ...entry, Detail: undefined }, 'InvalidArgument', 'Detail is a required argument'],
    ['a detail that is no JSON', { ...entry, Detail: '{' }, 'MalformedDetail', 'Detail is malformed.'],
    ['a detail that is no object', { ...entry, Detail: '[1]' }, 'MalformedDetail', 'Detail is malformed.'],
    [
      'a detail nested too deep',
      { ...entry, Detail: `${'{"a":'.repeat(1001)}1${'}'.repeat(1001)}` },
      'MalformedDetail',
      'Detail',
    ],
    [
      'a source of AWS',
      { ...entry, Source: 'aws.s3' },
      'NotAuthorizedForSourceException',
      'Not authorized for the source.',
    ],
  ])('fails an entry with %s and takes the others', async (_, bad, ErrorCode, message) => {
    const { bridge, put, got, invokeAsync } = await startApi();
    bridge.putRule({ name: 'all', eventPattern: everything, targets: [{ invokeAsync }] });
    const answer = await put(bad, entry);
    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode, ErrorMessage: expect.stringContaining(message) }, { EventId: got[0]?.id }],
    });
    expect(got).toHaveLength(1);
  });

  it('does not take braces in texts for depth', async () => {
    const { put } = await startApi();
    const Detail = JSON.stringify({ text: `"\\${'{['.repeat(2000)}` });
    expect((await put({ ...entry, Detail })).FailedEntryCount).toBe(0);
  });

  it('refuses a request without entries, with more than ten, and with more than 1 MB', async () => {
    const { put } = await startApi();
    const refused = { name: 'ValidationException', $metadata: { httpStatusCode: 400 } };
    await expect(put()).rejects.toMatchObject(refused);
    await expect(put(...Array.from({ length: 11 }, () => entry))).rejects.toMatchObject(refused);
    const sized = (size: number) => ({ ...entry, Detail: JSON.stringify({ x: 'x'.repeat(size - 8 - 16) }) });
    expect((await put(sized(1024 * 1024))).FailedEntryCount).toBe(0);
    await expect(put(sized(1024 * 1024 + 1))).rejects.toMatchObject({
      ...refused,
      message: 'Total size of the entries in the request is over the limit.',
    });
  });
});

describe('an event of AWS', () => {
  it('reaches the rules of the default bus', async () => {
    const { bridge, got, invokeAsync } = start();
    const eventPattern = { source: ['aws.s3'], detail: { object: { key: [{ suffix: '.png' }] } } };
    bridge.putRule({ name: 'uploads', eventPattern, targets: [{ invokeAsync }] });
    const detail = { bucket: { name: 'b' }, object: { key: 'a b.png', size: 1 } };
    const id = bridge.putAwsEvent({
      source: 'aws.s3',
      detailType: 'Object Created',
      detail,
      resources: ['arn:aws:s3:::b'],
    });
    expect(got).toMatchObject([
      { id, source: 'aws.s3', 'detail-type': 'Object Created', detail, resources: ['arn:aws:s3:::b'] },
    ]);
  });
});

describe('a delivery that fails', () => {
  const failing = (error: unknown) => {
    const calls: number[] = [];
    const started = start();
    const dead: [string, string][] = [];
    const invokeAsync = () => {
      calls.push(started.clock.now());
      return Promise.reject(error);
    };
    const onDeadLetter = (...letter: [string, string]) => void dead.push(letter);
    started.bridge.putRule({
      name: 'all',
      eventPattern: everything,
      targets: [{ id: 't', invokeAsync, onDeadLetter }],
    });
    const givenUp = () =>
      until('the event is given up', async () => {
        for (let i = 0; i < 50 && started.bridge.pending() > 0; i++) {
          started.clock.advance(480_000);
          await Promise.resolve().then(() => {});
        }
        return started.bridge.pending() === 0;
      });
    return { ...started, calls, dead, givenUp };
  };

  it('is tried for a day, ever more slowly, and then goes to the dead letters', async () => {
    const { bridge, calls, dead, givenUp, events } = failing(new Error('connection refused'));
    bridge.putEvents([entry]);
    await givenUp();
    const waits = events.flatMap((event) => (event.kind === 'retried' ? [event.afterMs] : []));
    expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
    expect(Math.max(...waits)).toBe(480_000);
    expect(calls.length).toBeLessThanOrEqual(186);
    expect((calls.at(-1) ?? 0) - (calls[0] ?? 0)).toBeLessThanOrEqual(24 * 3600 * 1000);
    expect(dead).toEqual([[expect.stringContaining('"orderId":"7"'), 'Error: connection refused']]);
  });

  it('is not tried again when the target refuses it', async () => {
    const gone = Object.assign(new Error('Function not found'), { $metadata: { httpStatusCode: 404 } });
    const { bridge, calls, dead, givenUp } = failing(gone);
    bridge.putEvents([entry]);
    await givenUp();
    expect([calls.length, dead.length]).toEqual([1, 1]);
  });

  it('is tried again when the target is throttled', async () => {
    const busy = Object.assign(new Error('Rate exceeded'), { $metadata: { httpStatusCode: 429 } });
    const { bridge, clock, calls } = failing(busy);
    bridge.putEvents([entry]);
    await until('the second try', () => {
      clock.advance(1000);
      return calls.length === 2;
    });
    expect(bridge.pending()).toBe(1);
  });
});

describe('rules over HTTP', () => {
  const start = async () => {
    const got: string[] = [];
    const known = 'arn:aws:lambda:us-east-1:000000000000:function:router';
    const api = await startApi((arn) => (arn === known ? async (event) => void got.push(event) : undefined));
    const call = async (operation: string, body: object) => {
      const headers = { 'x-amz-target': `AWSEvents.${operation}` };
      const response = await fetch(api.url, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, body: await response.json() };
    };
    return { ...api, received: got, call, known };
  };

  it('are made, with targets, and used', async () => {
    const { call, put, received, known } = await start();
    expect(await call('CreateEventBus', { Name: 'shop' })).toMatchObject({ status: 200 });
    const rule = { Name: 'r', EventBusName: 'shop', EventPattern: JSON.stringify(everything) };
    expect((await call('PutRule', rule)).body).toEqual({
      RuleArn: 'arn:aws:events:us-east-1:000000000000:rule/shop/r',
    });
    const Targets = [
      { Id: '1', Arn: known },
      { Id: '2', Arn: 'arn:aws:sqs:us-east-1:000000000000:none' },
    ];
    expect((await call('PutTargets', { Rule: 'r', EventBusName: 'shop', Targets })).body).toMatchObject({
      FailedEntryCount: 1,
      FailedEntries: [{ TargetId: '2' }],
    });
    await put({ ...entry, EventBusName: 'shop' });
    expect(received).toHaveLength(1);
  });

  it.each([
    ['PutRule', { Name: 'r', EventPattern: '{"a":1}' }, 400, 'InvalidEventPatternException'],
    ['PutRule', { Name: 'r', EventBusName: 'none', EventPattern: '{}' }, 400, 'ResourceNotFoundException'],
    ['PutRule', { Name: 'r' }, 400, 'ValidationException'],
    ['PutTargets', { Rule: 'none', Targets: [] }, 400, 'ResourceNotFoundException'],
    ['PutEvents', { Entries: [{ ...entry, Source: 1 }] }, 400, 'SerializationException'],
    ['PutEvents', { Entries: 'all' }, 400, 'ValidationException'],
    ['ListRules', {}, 501, 'NotImplemented'],
  ])('%s %j is refused', async (operation, body, status, type) => {
    const { call } = await start();
    expect(await call(operation, body)).toEqual({ status, body: { __type: type, message: expect.any(String) } });
  });
});
