import { describe, expect, it } from '@jest/globals';
import { decodeDeadLetters } from '../../../../functions/aws/dead-letters.ts';
import { decode } from '../../../../functions/aws/decode.ts';
import { readDeadLetters } from '../../../../functions/aws/read-dead-letters.ts';
import { createMemoryBlobs } from '../../../../shared/delivery/embedded/memory-blobs.ts';
import asyncRecord from '../../../fixtures/aws/async-failure-record.json' with { type: 'json' };
import bridge from '../../../fixtures/aws/event-bridge.json' with { type: 'json' };
import objectCreated from '../../../fixtures/aws/event-bridge-object-created.json' with { type: 'json' };
import kafkaRecord from '../../../fixtures/aws/kafka-failure-record.json' with { type: 'json' };
import msk from '../../../fixtures/aws/msk.json' with { type: 'json' };
import s3 from '../../../fixtures/aws/s3.json' with { type: 'json' };
import sqs from '../../../fixtures/aws/sqs.json' with { type: 'json' };
import { gist, LIMITS, onlyItem, onlyProblem, text } from '../decoded.ts';

const BUCKET = 'on-failure';
const KEY = 'aws/lambda/async/router/2026/01/01/2026-01-01T00.00.00-1';
const EVENT = { specversion: '1.0', id: 'e-1', source: '/shop', type: 'order.placed' };
const WHY_ASYNC = `Lambda gave up on it: RetriesExhausted at invocation 3 of ${asyncRecord.requestContext.functionArn}`;

const [upload] = s3.Records;
const notice = (bucket = BUCKET, key = KEY) => ({
  Records: [{ ...upload, s3: { ...upload?.s3, bucket: { name: bucket }, object: { ...upload?.s3.object, key } } }],
});
const queued = (body: unknown, change: object = {}) => ({
  Records: [{ ...sqs.Records[0], body: typeof body === 'string' ? body : JSON.stringify(body), ...change }],
});
const record = (requestPayload: unknown) => ({ ...asyncRecord, requestPayload });
const batch = (value: unknown) => ({
  ...msk,
  records: {
    'mytopic-0': [{ ...msk.records['mytopic-0'][0], value: Buffer.from(JSON.stringify(value)).toString('base64') }],
  },
});

/** What is decoded of a payload when these objects are in the on-failure bucket. */
async function decodeWith(payload: unknown, objects: Record<string, unknown> = {}) {
  const kept = Object.entries(objects).map(([name, contents]) => {
    const bytes = Buffer.from(typeof contents === 'string' ? contents : JSON.stringify(contents));
    return [`${BUCKET}/${name}`, { bytes, contentType: '', metadata: {} }] as const;
  });
  return decodeDeadLetters(
    await readDeadLetters({ blobs: createMemoryBlobs(new Map(kept)), bucket: BUCKET }, payload),
    LIMITS,
  );
}

describe('a record in the on-failure bucket', () => {
  const bridged = {
    ...objectCreated,
    detail: { ...objectCreated.detail, bucket: { name: BUCKET }, object: { ...objectCreated.detail.object, key: KEY } },
  };

  it.each([
    ['S3', notice(), 'whole'],
    ['SQS', queued(notice()), 'sqs'],
    ['EventBridge', bridged, 'whole'],
    ['SNS in SQS', queued({ Type: 'Notification', Message: JSON.stringify(notice()) }), 'sqs'],
  ])('is read, and holds what the function was given, when %s tells of it', async (_name, payload, kind) => {
    const items = await decodeWith(payload, { [KEY]: record(EVENT) });
    expect(gist(items)).toEqual(['e-1']);
    expect(items).toMatchObject([{ ref: { kind }, why: WHY_ASYNC }]);
  });

  it('of an upload is the upload that failed', async () => {
    const items = await decodeWith(notice(), { [KEY]: record(s3) });
    expect(onlyItem(items).event).toEqual(onlyItem(decode(s3, LIMITS)).event);
  });

  it.each([
    ['as text, as in a bucket', (payload: unknown) => JSON.stringify(payload)],
    ['as a value, as in a topic', (payload: unknown) => payload],
  ])('of a Kafka batch holds all its records, %s', async (_name, toPayload) => {
    const failed = { ...kafkaRecord, payload: toPayload(batch(EVENT)) };
    const items = await decodeWith(notice(), { [KEY]: failed });
    expect(gist(items)).toEqual(['e-1']);
    expect(items).toMatchObject([
      {
        ref: { kind: 'whole' },
        why: `Lambda gave up on it: RetryAttemptsExhausted at invocation 1 of ${kafkaRecord.requestContext.functionArn}`,
      },
    ]);
  });

  it.each([
    ['is gone', {}, 'no-dead-letter'],
    ['is no JSON', { [KEY]: 'nonsense' }, 'no-dead-letter'],
    ['is something else', { [KEY]: EVENT }, 'no-dead-letter'],
    ['holds a payload that is no JSON', { [KEY]: { ...kafkaRecord, payload: '<Whole Event>' } }, 'bad-json'],
    ['holds what is no event', { [KEY]: record({ Success: false }) }, 'missing-attribute'],
    ['holds no payload', { [KEY]: { ...kafkaRecord, payload: null } }, 'no-payload'],
    // What this function itself could not file.
    ['tells of another record', { [KEY]: record(notice(BUCKET, 'aws/lambda/x')) }, 'no-dead-letter'],
  ])('that %s is a problem', async (_name, objects, code) => {
    expect(onlyProblem(await decodeWith(notice(), objects)).code).toBe(code);
  });

  it('keeps its bytes where they are no record', async () => {
    const [item] = await decodeWith(queued(notice()), { [KEY]: 'nonsense' });
    expect(text(item?.raw ?? Buffer.of())).toBe('nonsense');
  });

  it.each([
    ['another name', 'other'],
    ['no name', undefined],
  ])('is a problem when the on-failure bucket has %s, and no upload', async (_name, bucket) => {
    const store = { blobs: createMemoryBlobs(new Map()), bucket };
    const items = decodeDeadLetters(await readDeadLetters(store, notice()), LIMITS);
    expect(onlyProblem(items)).toMatchObject({ code: 'no-dead-letter', fix: 'Set ON_FAILURE_BUCKET' });
  });

  it('is asked for again when the store is down', async () => {
    const blobs = { ...createMemoryBlobs(new Map()), read: () => Promise.reject(new Error('down')) };
    await expect(readDeadLetters({ blobs, bucket: BUCKET }, notice())).rejects.toThrow('down');
  });
});

describe('a message of a dead-letter queue', () => {
  const from = 'arn:aws:sqs:us-east-2:123456789012:uploads';
  const text = (stringValue: string) => ({ stringValue, dataType: 'String' });

  it('is the event itself, and says where SQS took it from', async () => {
    const attributes = { ...sqs.Records[0]?.attributes, DeadLetterQueueSourceArn: from };
    const items = await decodeWith(queued(EVENT, { attributes }));
    expect(gist(items)).toEqual(['e-1']);
    expect(items).toMatchObject([{ ref: { kind: 'sqs' }, why: `SQS gave up on it: it comes from ${from}` }]);
  });

  it('is the upload that it tells of, whose object is not read', async () => {
    const items = await decodeWith(queued(s3));
    expect(onlyItem(items).event).toEqual(onlyItem(decode(s3, LIMITS)).event);
    expect(items).toMatchObject([{ why: 'SQS gave up on it: it lies in arn:aws:sqs:us-east-2:123456789012:my-queue' }]);
  });

  it.each([
    ['EventBridge', { ERROR_CODE: text('NO_PERMISSIONS') }, bridge, 'EventBridge gave up on it: NO_PERMISSIONS'],
    ['Lambda', { ErrorCode: text('200') }, EVENT, 'Lambda gave up on it: the last error had the code 200'],
  ])('says why %s put it there', async (_name, messageAttributes, body, why) => {
    expect(await decodeWith(queued(body, { messageAttributes }))).toMatchObject([{ event: { ok: true }, why }]);
  });

  it('may be a record itself, which an on-failure queue gets', async () => {
    const items = await decodeWith(queued(record(EVENT)));
    expect(gist(items)).toEqual(['e-1']);
    expect(items).toMatchObject([{ ref: { kind: 'sqs' }, why: WHY_ASYNC }]);
  });

  it('of a batch keeps its own handle and reason', async () => {
    const Records = [
      { ...sqs.Records[0], messageId: 'a', body: JSON.stringify(EVENT) },
      { ...sqs.Records[0], messageId: 'b', body: JSON.stringify(record({ ...EVENT, id: 'e-2' })) },
      { ...sqs.Records[0], messageId: 'c', body: 'nonsense' },
    ];
    const items = await decodeWith({ Records });
    expect(gist(items)).toEqual(['e-1', 'e-2', 'bad-json']);
    expect(items).toMatchObject([
      { ref: { messageId: 'a' } },
      { ref: { messageId: 'b' } },
      { ref: { messageId: 'c' } },
    ]);
    expect(items[1]?.why).toBe(WHY_ASYNC);
  });
});

it('takes a record by itself, as a function that is the destination gets it', async () => {
  expect(gist(await decodeWith(record(EVENT)))).toEqual(['e-1']);
});

it('does not make up a reason', async () => {
  expect(await decodeWith(EVENT)).toMatchObject([{ why: 'AWS gave up on it: it does not say why' }]);
});
