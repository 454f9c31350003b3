import { afterEach, describe, expect, it } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import type { InvokeResult } from '../../../local/emulators/event-source-mapping/invoke.ts';
import type { Mapping } from '../../../local/emulators/event-source-mapping/mapping.ts';
import type { SqsMappingConfig } from '../../../local/emulators/event-source-mapping/sqs-config.ts';
import { startSqsMapping } from '../../../local/emulators/event-source-mapping/sqs-mapping.ts';
import { createQueue, type Queue, type QueueOptions } from '../../../local/emulators/sqs/queue.ts';
import { createManualClock } from '../../manual-clock.ts';
import { until } from '../../until.ts';

let closing: { close: () => void }[] = [];

afterEach(() => {
  for (const { close } of closing) close();
  closing = [];
});

type Respond = (event: SQSEvent, call: number) => unknown;

const failed = { functionError: 'Unhandled', payload: '{"errorType":"Error"}' };

function start(config: SqsMappingConfig, respond: Respond, options: Partial<QueueOptions> = {}) {
  const clock = createManualClock();
  const dead = createQueue({ name: options.fifo ? 'dead.fifo' : 'dead', fifo: options.fifo ?? false, clock });
  const redrive = { maxReceiveCount: 3, deadLetterQueue: dead };
  const queue: Queue = createQueue({ name: options.fifo ? 'q.fifo' : 'q', clock, ...redrive, ...options });
  const events: SQSEvent[] = [];
  const invoke = async (payload: string): Promise<InvokeResult> => {
    const event: SQSEvent = JSON.parse(payload);
    events.push(event);
    const answer = await respond(event, events.length);
    return answer === failed ? failed : { payload: answer === undefined ? 'null' : JSON.stringify(answer) };
  };
  const mapping: Mapping = startSqsMapping({ queue, invoke, clock, config });
  closing = [mapping, queue, dead];
  const settled = () =>
    until('the mapping is idle', () => {
      clock.advance(1000);
      return mapping.idle();
    });
  const batches = () => events.map(bodies);
  return { clock, queue, dead, events, batches, mapping, settled };
}

const bodies = (event: SQSEvent) => event.Records.map(({ body }) => body);
const reports = { FunctionResponseTypes: ['ReportBatchItemFailures'] as const };
const report = (...ids: unknown[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe('the SQS mapping', () => {
  it('sends the event that Lambda sends for SQS, and deletes what is done', async () => {
    const { queue, events, settled, mapping } = start({}, () => undefined);
    const attributes = {
      kind: { DataType: 'String', StringValue: 'x' },
      raw: { DataType: 'Binary', BinaryValue: 'AQ==' },
    };
    const { messageId } = queue.send({ body: '{"a":1}', attributes });
    expect(mapping.pending()).toBe(1);
    await settled();
    expect(events).toEqual([
      {
        Records: [
          {
            messageId,
            receiptHandle: expect.any(String),
            body: '{"a":1}',
            attributes: {
              ApproximateReceiveCount: '1',
              SentTimestamp: expect.stringMatching(/^\d{13}$/),
              SenderId: expect.any(String),
              ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
            },
            messageAttributes: {
              kind: { stringValue: 'x', stringListValues: [], binaryListValues: [], dataType: 'String' },
              raw: { binaryValue: 'AQ==', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
            },
            md5OfBody: 'bb6cb5c68df4652941caf652a366f2d8',
            md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
            eventSource: 'aws:sqs',
            eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:q',
            awsRegion: 'us-east-1',
          },
        ],
      },
    ]);
  });

  it('collects a batch in its window, and goes before its end when the batch is full', async () => {
    const { clock, queue, batches } = start({ BatchSize: 3, MaximumBatchingWindowInSeconds: 5 }, () => undefined);
    queue.send({ body: 'a' });
    queue.send({ body: 'b' });
    clock.advance(4999);
    expect(batches()).toEqual([]);
    clock.advance(1);
    expect(batches()).toEqual([['a', 'b']]);
    for (const body of 'cde') queue.send({ body });
    expect(batches()).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
  });

  it('has no more invocations under way than it may', async () => {
    const { queue, batches } = start(
      { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
      () => new Promise(() => {}),
    );
    for (const body of 'abc') queue.send({ body });
    expect(batches()).toEqual([['a'], ['b']]);
  });

  it('lets a failed batch come back after the visibility timeout, until the redrive policy moves it', async () => {
    const { clock, queue, dead, batches, settled } = start({}, () => failed, { visibilityTimeoutSeconds: 60 });
    queue.send({ body: 'a' });
    clock.advance(59_999);
    expect(batches()).toHaveLength(1);
    clock.advance(1);
    expect(batches()).toHaveLength(2);
    await settled();
    expect(batches()).toHaveLength(3);
    expect(dead.receive()[0]?.body).toBe('a');
  });

  it('lets messages come back when the function cannot be reached', async () => {
    const respond = (_: SQSEvent, call: number) => {
      if (call === 1) throw new Error('connection refused');
    };
    const { queue, batches, settled } = start({}, respond);
    queue.send({ body: 'a' });
    await settled();
    expect(batches()).toEqual([['a'], ['a']]);
  });

  it('deletes only what is not reported', async () => {
    const respond = (event: SQSEvent, call: number) => (call === 1 ? report(event.Records[1]?.messageId) : undefined);
    const { queue, clock, batches, settled } = start(
      { ...reports, BatchSize: 20, MaximumBatchingWindowInSeconds: 1 },
      respond,
    );
    for (const body of 'abc') queue.send({ body });
    clock.advance(1000);
    await settled();
    expect(batches()).toEqual([['a', 'b', 'c'], ['b']]);
  });

  it.each([
    ['an unknown id', report('nope')],
    ['an empty id', report('')],
    ['a null id', report(null)],
    ['an id under another name', { batchItemFailures: [{ id: 1 }] }],
    ['no list', { batchItemFailures: 'all' }],
    ['a text', 'ok'],
  ])('takes %s for the failure of the whole batch', async (_, answer) => {
    const { queue, batches, settled } = start(reports, (__, call) => (call === 1 ? answer : undefined));
    queue.send({ body: 'a' });
    await settled();
    expect(batches()).toEqual([['a'], ['a']]);
  });

  it.each([null, {}, { batchItemFailures: [] }, { batchItemFailures: null }])(
    'takes %j for success',
    async (answer) => {
      const { queue, batches, settled } = start(reports, () => answer);
      queue.send({ body: 'a' });
      await settled();
      expect(batches()).toEqual([['a']]);
    },
  );

  it('ignores a report where FunctionResponseTypes is not set', async () => {
    const { queue, batches, settled } = start({}, (event) => report(event.Records[0]?.messageId));
    queue.send({ body: 'a' });
    await settled();
    expect(batches()).toEqual([['a']]);
  });

  it('never has two batches of one FIFO group under way, and goes on when one is done', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const respond = (_: SQSEvent, call: number) => gates[call - 1]?.promise;
    const { queue, batches, settled, events } = start({}, respond, { fifo: true, contentBasedDeduplication: true });
    for (const [groupId, body] of [
      ['a', 'a1'],
      ['a', 'a2'],
      ['b', 'b1'],
    ] as const)
      queue.send({ groupId, body });
    expect(batches()).toEqual([['a1'], ['b1']]);
    gates[0]?.resolve();
    await until('the next of the group', () => events.length === 3);
    expect(batches()[2]).toEqual(['a2']);
    gates[1]?.resolve();
    await settled();
  });

  it('holds a FIFO group behind a message that failed', async () => {
    const respond = (_: SQSEvent, call: number) => (call < 3 ? failed : undefined);
    const { queue, batches, settled } = start({}, respond, { fifo: true, contentBasedDeduplication: true });
    for (const body of ['a1', 'a2']) queue.send({ groupId: 'a', body });
    await settled();
    expect(batches()).toEqual([['a1'], ['a1', 'a2'], ['a1'], ['a2']]);
  });

  it.each([
    [{ BatchSize: 11 }, {}, 'needs MaximumBatchingWindowInSeconds'],
    [{ BatchSize: 11, MaximumBatchingWindowInSeconds: 1 }, { fifo: true }, 'at most 10 for a FIFO queue'],
    [{ MaximumBatchingWindowInSeconds: 1 }, { fifo: true }, 'from 0 to 0'],
    [{ ScalingConfig: { MaximumConcurrency: 1 } }, {}, 'from 2 to 1000'],
  ])('refuses the settings %j', (config, options, message) => {
    expect(() => start(config, () => undefined, options)).toThrow(message);
  });
});
