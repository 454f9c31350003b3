import { describe, expect, it } from '@jest/globals';
import type { InvocationRecord, StoredRecord } from '../../../local/hosts/lambda/invocation-record.ts';
import { createManualClock } from '../../manual-clock.ts';
import { until } from '../../until.ts';
import { startForEach } from './lambda-function.ts';

const startOne = startForEach();

const minute = 60_000;

/** A manual clock that tells which waits were asked of it. */
function createWatchedClock() {
  const clock = createManualClock();
  const waits: number[] = [];
  const after = (ms: number, task: () => void) => {
    waits.push(ms);
    return clock.after(ms, task);
  };
  return { ...clock, after, waits };
}

async function start(source: string) {
  const clock = createWatchedClock();
  const records: [InvocationRecord, StoredRecord][] = [];
  const onFailure = (...record: [InvocationRecord, StoredRecord]) => void records.push(record);
  const { host, invoke, logs } = await startOne(source, { clock, onFailure });
  const tries = (count: number) => until(`try ${count}`, () => logs.filter((line) => line === 'try').length === count);
  const accept = (event: unknown) => invoke(event, { InvocationType: 'Event' });
  return { clock, records, host, accept, tries, logs, invoke };
}

const failing = `export const handler = async () => { console.log('try'); throw new Error('no') }`;

describe('an asynchronous invocation', () => {
  it('is answered 202 at once and runs without an answer', async () => {
    const { accept, tries, host, records } = await start(`export const handler = async () => { console.log('try') }`);
    expect(await accept({})).toMatchObject({ status: 202, payload: null });
    await tries(1);
    await until('the event is done', () => host.pending() === 0);
    expect(records).toEqual([]);
  });

  it('that fails is tried twice more, after one minute and after two, under one request id', async () => {
    const source = `export const handler = async (e, context) => {
      console.log('id ' + context.awsRequestId); console.log('try'); throw new Error('no') }`;
    const { accept, tries, clock, host, records, logs } = await start(source);
    await accept({});
    for (const [index, wait] of [minute, 2 * minute].entries()) {
      await until('a retry is planned', () => clock.waits.length === index + 1);
      expect(clock.waits[index]).toBe(wait);
      clock.advance(wait);
    }
    await tries(3);
    await until('the event is given up', () => host.pending() === 0);
    expect(records).toHaveLength(1);
    expect(new Set(logs.filter((line) => line.startsWith('id '))).size).toBe(1);
  });

  it('that is given up leaves the whole invocation record, as an S3 destination stores it', async () => {
    const { accept, clock, host, records } = await start(failing);
    await accept({ order: 7 });
    await until('the event is given up', () => drive(clock, host));
    const [record, stored] = records[0] ?? [];
    expect(record).toEqual({
      version: '1.0',
      timestamp: expect.stringMatching(/^2026-01-01T\d\d:\d\d:\d\d\.\d{3}Z$/),
      requestContext: {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:router:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { order: 7 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'no', trace: expect.any(Array) },
    });
    expect(stored?.key).toMatch(
      /^aws\/lambda\/async\/router\/2026\/01\/01\/2026-01-01T\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/,
    );
    expect(JSON.parse(stored?.body ?? '')).toEqual(record);
  });

  it('nested 100,000 deep leaves a record too', async () => {
    const { clock, host, records, invoke } = await start(failing);
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    await invoke({}, { InvocationType: 'Event', Payload: Buffer.from(deep) });
    await until('the event is given up', () => drive(clock, host));
    expect(records[0]?.[1].body).toContain(`"requestPayload":${deep}`);
  });

  it('that succeeds on its second try is done', async () => {
    const source = `let count = 0; export const handler = async () => { console.log('try'); if (!count++) throw 1 }`;
    const { accept, tries, clock, host, records } = await start(source);
    await accept({});
    await until('the event is done', () => drive(clock, host));
    await tries(2);
    expect(records).toEqual([]);
  });

  it('older than six hours is given up without another try', async () => {
    const { accept, tries, clock, host, records, logs } = await start(failing);
    await accept({});
    await tries(1);
    clock.advance(7 * 60 * minute); // while the first try runs, or as its retry: no later try is in time
    await until('the event is given up', () => drive(clock, host));
    expect(records[0]?.[0].requestContext.condition).toBe('EventAgeExceeded');
    expect(logs.filter((line) => line === 'try').length).toBeLessThan(3);
  });
});

/** Moves the time on a little and says whether everything is done. */
function drive(clock: { advance: (ms: number) => void }, host: { pending: () => number }): boolean {
  clock.advance(10_000);
  return host.pending() === 0;
}
