import { afterEach, describe, expect, it } from '@jest/globals';
import type { MSKEvent, MSKRecord } from 'aws-lambda';
import type { InvokeResult } from '../../../local/emulators/event-source-mapping/invoke.ts';
import type { KafkaMappingConfig } from '../../../local/emulators/event-source-mapping/kafka-config.ts';
import type { KafkaFailureRecord } from '../../../local/emulators/event-source-mapping/kafka-failure-record.ts';
import {
  type KafkaMapping,
  type KafkaMappingOptions,
  startKafkaMapping,
} from '../../../local/emulators/event-source-mapping/kafka-mapping.ts';
import { createLog, type LogOptions } from '../../../local/emulators/event-source-mapping/log.ts';
import { createManualClock } from '../../manual-clock.ts';
import { until } from '../../until.ts';

let mapping: KafkaMapping | undefined;

afterEach(() => mapping?.close());

type Respond = (values: string[], call: number) => unknown;
type More = Omit<Partial<KafkaMappingOptions>, 'log'> & { partitions?: number; records?: [number, string][] };

const failed = { functionError: 'Unhandled', payload: '{"errorType":"Error"}' };
const provisioned = { ProvisionedPollerConfig: {} };

/** A mapping over a topic `t`; `respond` gets the values of each batch and gives the function's answer, or `failed`. */
function start(config: KafkaMappingConfig, respond: Respond, more: More = {}) {
  const clock = createManualClock();
  const logOptions: LogOptions = { partitions: more.partitions ?? 1, clock };
  const log = createLog(logOptions);
  for (const [partition, value] of more.records ?? []) log.produce('t', { partition, value });
  const batches: string[][] = [];
  const events: MSKEvent[] = [];
  const invoke = async (payload: string): Promise<InvokeResult> => {
    const event: MSKEvent = JSON.parse(payload);
    events.push(event);
    const values = valuesOf(event);
    batches.push(values);
    const answer = await respond(values, batches.length);
    return answer === failed ? failed : { payload: answer === undefined ? 'null' : String(answer) };
  };
  const { partitions: _, records: __, ...rest } = more;
  const started = startKafkaMapping({ log, topic: 't', invoke, clock, config, ...rest });
  mapping = started;
  const produce = (partition: number, value: string) => log.produce('t', { partition, value });
  const drive = (what: string, condition: () => boolean, ms = 60_000) =>
    until(what, () => {
      clock.advance(ms);
      return condition();
    });
  const settled = (ms?: number) => drive('the mapping is idle', started.idle, ms);
  return { clock, log, batches, events, mapping: started, produce, drive, settled };
}

function valuesOf(event: MSKEvent): string[] {
  return recordsOf(event).map(({ value }) => Buffer.from(value ?? '', 'base64').toString());
}

function recordsOf(event: MSKEvent): MSKRecord[] {
  return Object.values(event.records).flat();
}

function fromZero(values: string): [number, string][] {
  return [...values].map((value) => [0, value]);
}

describe('the Kafka event', () => {
  it('has the shape that Lambda sends for Amazon MSK', async () => {
    const { log, clock, events, settled } = start({}, () => undefined, { records: [] });
    log.produce('t', {
      key: 'k',
      value: 'v',
      headers: [
        ['traceparent', '00-'],
        ['x', new Uint8Array([255])],
      ],
    });
    log.produce('t', { value: null });
    const timestamp = clock.now();
    await settled();
    expect(events).toEqual([
      {
        eventSource: 'aws:kafka',
        eventSourceArn: expect.stringMatching(/^arn:aws:kafka:us-east-1:000000000000:cluster\//),
        bootstrapServers: 'localhost:9092',
        records: {
          't-0': [
            {
              topic: 't',
              partition: 0,
              offset: 0,
              timestamp,
              timestampType: 'CREATE_TIME',
              key: 'aw==',
              value: 'dg==',
              headers: [{ traceparent: [48, 48, 45] }, { x: [255] }],
            },
            { topic: 't', partition: 0, offset: 1, timestamp, timestampType: 'CREATE_TIME', headers: [] },
          ],
        },
      },
    ]);
  });

  it('has no ARN for self-managed Kafka', async () => {
    const source = { eventSource: 'SelfManagedKafka', bootstrapServers: 'a:1,b:2' } as const;
    const { events, settled } = start({}, () => undefined, { records: [[0, 'a']], source });
    await settled();
    expect(events[0]).toMatchObject(source);
    expect(events[0]).not.toHaveProperty('eventSourceArn');
  });
});

describe('a batch', () => {
  it('waits for its window, half a second by default', async () => {
    const { clock, batches, produce, settled } = start({}, () => undefined);
    produce(0, 'a');
    clock.advance(499);
    produce(0, 'b');
    expect(batches).toEqual([]);
    clock.advance(1);
    await until('the batch is invoked', () => batches.length === 1);
    expect(batches).toEqual([['a', 'b']]);
    await settled();
  });

  it('goes before the end of its window when it is full', async () => {
    const { batches, produce } = start({ BatchSize: 2, MaximumBatchingWindowInSeconds: 300 }, () => undefined);
    for (const value of 'abc') produce(0, value);
    await until('the batch is invoked', () => batches.length === 1);
    expect(batches).toEqual([['a', 'b']]);
  });

  it('goes at 6 MB of payload', async () => {
    const { batches, events, log, settled } = start({ MaximumBatchingWindowInSeconds: 300 }, () => undefined);
    for (let i = 0; i < 6; i++) log.produce('t', { value: Buffer.alloc(1_000_000) });
    await until('the full batch is invoked', () => batches.length === 1);
    await settled();
    expect(batches.map((batch) => batch.length)).toEqual([4, 2]);
    expect(JSON.stringify(events[0]).length).toBeLessThan(6 * 1024 * 1024);
  });

  it('may mix partitions, each in its order', async () => {
    const { batches, settled } = start({}, () => undefined, {
      partitions: 2,
      records: [
        [0, 'a'],
        [1, 'x'],
        [0, 'b'],
      ],
    });
    await settled();
    expect(batches).toHaveLength(1);
    expect(batches[0]?.toSorted()).toEqual(['a', 'b', 'x']);
    expect(batches[0]?.indexOf('a')).toBeLessThan(batches[0]?.indexOf('b') ?? -1);
  });

  it('of a partition is never under way beside another of that partition', async () => {
    const release = Promise.withResolvers<void>();
    const respond = (_: string[], call: number) => (call === 1 ? release.promise : undefined);
    const records: [number, string][] = [
      [0, 'a'],
      [0, 'b'],
      [1, 'x'],
      [1, 'y'],
    ];
    const { batches, settled } = start({ BatchSize: 1 }, respond, { partitions: 2, records });
    await until('the other partition goes on', () => batches.length === 3);
    expect(['a,x,y', 'x,a,b']).toContain(batches.join());
    release.resolve();
    await settled();
    expect(batches.flat().toSorted()).toEqual(['a', 'b', 'x', 'y']);
  });

  it('is invoked by no more pollers than there may be', async () => {
    let [running, most] = [0, 0];
    const config = { BatchSize: 1, ProvisionedPollerConfig: { MaximumPollers: 1 } };
    const respond = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    };
    const { settled } = start(config, respond, {
      partitions: 3,
      records: [
        [0, 'a'],
        [1, 'b'],
        [2, 'c'],
      ],
    });
    await settled();
    expect(most).toBe(1);
  });

  it('starts behind what is there with LATEST, and before it otherwise', async () => {
    const { batches, produce, settled } = start({ StartingPosition: 'LATEST' }, () => undefined, {
      records: [[0, 'old']],
    });
    produce(0, 'new');
    await settled();
    expect(batches).toEqual([['new']]);
  });

  it('is committed when it is done', async () => {
    const { mapping, settled, produce } = start({}, () => undefined, { records: fromZero('ab') });
    expect([mapping.pending(), mapping.idle(), mapping.committed()]).toEqual([2, false, [0]]);
    await settled();
    produce(0, 'c');
    expect([mapping.pending(), mapping.committed()]).toEqual([1, [2]]);
  });
});

describe('a batch that fails', () => {
  it('is tried again as a whole, without end, while other partitions go on', async () => {
    let healed = false;
    const respond = (values: string[]) => (values.includes('p') && !healed ? failed : undefined);
    const { batches, settled, drive, produce } = start({}, respond, {
      partitions: 2,
      records: [
        [0, 'p'],
        [0, 'q'],
      ],
    });
    await drive('many tries', () => batches.length > 20);
    produce(1, 'x');
    await drive('the other partition', () => batches.some((batch) => batch.includes('x')));
    healed = true;
    await settled();
    expect(new Set(batches.map((batch) => batch.join('')))).toEqual(new Set(['pq', 'x']));
  });

  it('waits longer from one try to the next', async () => {
    const { clock, batches } = start({ MaximumBatchingWindowInSeconds: 0 }, () => failed, { records: [[0, 'a']] });
    for (const [wait, count] of [
      [500, 2],
      [1000, 3],
      [2000, 4],
    ] as const) {
      await until('a try has failed', () => batches.length === count - 1);
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(wait - 1);
      await new Promise((resolve) => setImmediate(resolve));
      expect(batches).toHaveLength(count - 1);
      clock.advance(1);
      await until('the next try', () => batches.length === count);
    }
  });

  it('ends when the topic no longer keeps its records', async () => {
    const { settled, mapping } = start({}, () => failed, { records: [[0, 'a']] });
    await settled(3_600_000);
    expect(mapping.committed()).toEqual([1]);
  });

  it('is tried again, and not counted, when the function cannot be reached', async () => {
    const respond = (_: string[], call: number) => {
      if (call < 5) throw new Error('connection refused');
    };
    const discarded: unknown[] = [];
    const more = { records: fromZero('a'), onFailure: (record: unknown) => void discarded.push(record) };
    const { batches, settled } = start({ ...provisioned, MaximumRetryAttempts: 0 }, respond, more);
    await settled();
    expect(batches).toHaveLength(5);
    expect(discarded).toEqual([]);
  });

  it.each([
    [0, 1],
    [3, 4],
  ])('with MaximumRetryAttempts %i is given up after %i tries', async (MaximumRetryAttempts, tries) => {
    const { batches, settled, mapping } = start({ ...provisioned, MaximumRetryAttempts }, () => failed, {
      records: fromZero('ab'),
    });
    await settled();
    expect(batches).toHaveLength(tries);
    expect(mapping.committed()).toEqual([2]);
  });

  it('without a bound but with a destination is given up after 10 retries', async () => {
    const records: [KafkaFailureRecord, { key: string; body: string }][] = [];
    const onFailure = (...record: (typeof records)[0]) => void records.push(record);
    const { batches, events, settled } = start({}, () => failed, {
      records: fromZero('ab'),
      onFailure,
      functionName: 'f',
    });
    await settled();
    expect(batches).toHaveLength(11);
    const [record, stored] = records[0] ?? [];
    expect(record).toMatchObject({
      requestContext: {
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 11,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      KafkaBatchInfo: {
        batchSize: 2,
        bootstrapServers: 'localhost:9092',
        recordsInfo: { 't-0': { firstRecordOffset: '0', lastRecordOffset: '1' } },
      },
    });
    expect(JSON.parse(record?.payload ?? '')).toEqual(events[0]);
    expect(JSON.parse(stored?.body ?? '')).toEqual(record);
    expect(stored?.key).toMatch(/^aws\/lambda\/[0-9a-f-]{36}\/t-0\/2026\/01\/01\/2026-01-01T/);
  });

  it('goes on without a record that is older than MaximumRecordAgeInSeconds', async () => {
    const config = { ...provisioned, MaximumRecordAgeInSeconds: 60 };
    const old: string[] = [];
    const onFailure = ({ requestContext, payload }: KafkaFailureRecord) =>
      void old.push(requestContext.condition, ...valuesOf(JSON.parse(payload)));
    const { clock, batches, produce, settled } = start(
      { ...config, MaximumBatchingWindowInSeconds: 100 },
      () => undefined,
      { onFailure },
    );
    produce(0, 'old');
    clock.advance(50_000);
    produce(0, 'new');
    clock.advance(50_000);
    await settled(0);
    expect(batches).toEqual([['new']]);
    expect(old).toEqual(['RecordAgeExceeded', 'old']);
  });

  it('is halved until the poison is alone, and no half costs a retry', async () => {
    const given: string[] = [];
    const onFailure = ({ payload }: KafkaFailureRecord) => void given.push(...valuesOf(JSON.parse(payload)));
    const config = { ...provisioned, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 };
    const poison = (values: string[]) => (values.includes('p') ? failed : undefined);
    const { batches, settled } = start(config, poison, { records: fromZero('abpd'), onFailure });
    await settled();
    expect(batches.map((batch) => batch.join(''))).toEqual(['abpd', 'ab', 'pd', 'p', 'p', 'd']);
    expect(given).toEqual(['p']);
  });
});

describe('a partial answer', () => {
  const reports = { ...provisioned, FunctionResponseTypes: ['ReportBatchItemFailures'] as const };
  const item = (offset: unknown, partition: unknown = 't-0') => ({ itemIdentifier: { partition, offset } });
  const answer = (items: unknown) => JSON.stringify({ batchItemFailures: items });

  it('has only the reported records tried again', async () => {
    const respond = (_: string[], call: number) => (call === 1 ? answer([item(1), item(2)]) : undefined);
    const { batches, settled, mapping } = start(reports, respond, { records: fromZero('abc') });
    await settled();
    expect(batches).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
    expect(mapping.committed()).toEqual([3]);
  });

  it.each([
    ['an empty text', ''],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['a null list', answer(null)],
    ['an empty list', answer([])],
  ])('that is %s means success', async (_, text) => {
    const { batches, settled } = start(reports, () => text, { records: fromZero('ab') });
    await settled();
    expect(batches).toHaveLength(1);
  });

  it.each([
    ['names an unknown offset', answer([item(9)])],
    ['names an unknown partition beside a known one', answer([item(0), item(0, 't-7')])],
    ['has an offset that is a text', answer([item('0')])],
    ['has a text for an identifier', answer([{ itemIdentifier: 't-0' }])],
    ['has an item without an identifier', answer([{}])],
    ['has an identifier under another name', answer([{ ItemIdentifier: { partition: 't-0', offset: 0 } }])],
    ['is no list', answer('t-0')],
    ['is no JSON', '{oops'],
    ['is a text', '"ok"'],
  ])('that %s has the whole batch tried again', async (_, text) => {
    const { batches, settled } = start(reports, (__, call) => (call === 1 ? text : undefined), {
      records: fromZero('ab'),
    });
    await settled();
    expect(batches).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('is ignored where FunctionResponseTypes is not set', async () => {
    const { batches, settled } = start(provisioned, () => answer([item(0)]), { records: fromZero('ab') });
    await settled();
    expect(batches).toHaveLength(1);
  });

  it('is one try of MaximumRetryAttempts, after which only what failed is given up', async () => {
    const given: string[] = [];
    const onFailure = ({ payload }: KafkaFailureRecord) => void given.push(...valuesOf(JSON.parse(payload)));
    const config = { ...reports, MaximumRetryAttempts: 2 };
    const { batches, settled } = start(config, () => answer([item(1)]), { records: fromZero('abc'), onFailure });
    await settled();
    expect(batches.map((batch) => batch.join(''))).toEqual(['abc', 'b', 'b']);
    expect(given).toEqual(['b']);
  });
});

describe('the settings', () => {
  it.each([
    [{ BatchSize: 0 }, 'BatchSize must be from 1 to 10000, not 0'],
    [{ MaximumBatchingWindowInSeconds: 301 }, 'MaximumBatchingWindowInSeconds must be from 0 to 300'],
    [{ MaximumRetryAttempts: 3 }, 'MaximumRetryAttempts needs provisioned mode'],
    [{ ...provisioned, MaximumRecordAgeInSeconds: 59 }, 'MaximumRecordAgeInSeconds must be from 60 to 604800'],
  ])('%j are refused', (config, message) => {
    expect(() => start(config, () => undefined)).toThrow(message);
  });
});
