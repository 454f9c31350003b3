import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createQueue } from '../../../local/emulators/sqs/queue.ts';
import { createSqsApi } from '../../../local/emulators/sqs/sqs-api.ts';
import { type Listening, serve } from '../../../local/http.ts';
import { createManualClock } from '../../manual-clock.ts';
import { until } from '../../until.ts';

let listening: Listening | undefined;

afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

async function start() {
  const clock = createManualClock();
  const dead = createQueue({ name: 'dead', clock });
  const queue = createQueue({ name: 'work', clock, maxReceiveCount: 3, deadLetterQueue: dead });
  listening = await serve(createSqsApi({ queues: [queue, dead], clock }));
  const { url } = listening;
  const call = async (operation: string, input: object, body = JSON.stringify(input)) => {
    const headers = { 'x-amz-target': `AmazonSQS.${operation}`, 'content-type': 'application/x-amz-json-1.0' };
    const response = await fetch(url, { method: 'POST', headers, body });
    return { status: response.status, query: response.headers.get('x-amzn-query-error'), body: await response.json() };
  };
  const QueueUrl = `${url}/000000000000/work`;
  return { clock, queue, url, call, QueueUrl };
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

describe('the SQS API', () => {
  it('sends, receives and deletes a message, with the digests that SDKs check', async () => {
    const { call, queue, QueueUrl } = await start();
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'order' } };
    const sent = await call('SendMessage', { QueueUrl, MessageBody: 'grüße', MessageAttributes });
    expect(sent).toMatchObject({
      status: 200,
      body: {
        MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        MD5OfMessageBody: md5('grüße'),
        MD5OfMessageAttributes: md5('\0\0\0\x04kind\0\0\0\x06String\x01\0\0\0\x05order'),
      },
    });
    const asked = { QueueUrl, AttributeNames: ['All'], MessageAttributeNames: ['ki.*', 'kind'] };
    const { body } = await call('ReceiveMessage', asked);
    expect(body).toMatchObject({
      Messages: [
        { Body: 'grüße', MD5OfBody: md5('grüße'), Attributes: { ApproximateReceiveCount: '1' }, MessageAttributes },
      ],
    });
    const { Messages } = body as { Messages: { ReceiptHandle: string }[] };
    expect((await call('DeleteMessage', { QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle })).status).toBe(200);
    expect(queue.stats()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect((await call('ReceiveMessage', { QueueUrl })).body).toEqual({});
  });

  it('gives only the attributes that are asked for', async () => {
    const { call, QueueUrl } = await start();
    await call('SendMessage', {
      QueueUrl,
      MessageBody: 'a',
      MessageAttributes: { n: { DataType: 'Number', StringValue: '1' } },
    });
    const { body } = await call('ReceiveMessage', { QueueUrl, MessageSystemAttributeNames: ['SenderId'] });
    const { Messages } = body as { Messages: object[] };
    expect(Messages[0]).toMatchObject({ Attributes: { SenderId: '000000000000' } });
    expect(Object.keys(Messages[0] ?? {})).toEqual(['MessageId', 'ReceiptHandle', 'Body', 'MD5OfBody', 'Attributes']);
  });

  it('sends a batch, each entry for itself', async () => {
    const { call, queue, QueueUrl } = await start();
    const Entries = [
      { Id: '1', MessageBody: 'a' },
      { Id: '2', MessageBody: '' },
    ];
    const { body } = await call('SendMessageBatch', { QueueUrl, Entries });
    expect(body).toMatchObject({
      Successful: [{ Id: '1', MD5OfMessageBody: md5('a') }],
      Failed: [{ Id: '2', Code: 'MissingParameter', SenderFault: true }],
    });
    expect(queue.stats().visible).toBe(1);
  });

  it('waits for a message with WaitTimeSeconds, and no longer', async () => {
    const { call, clock, queue, QueueUrl } = await start();
    const polling = call('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 });
    await call('GetQueueAttributes', { QueueUrl });
    queue.send({ body: 'late' });
    expect((await polling).body).toMatchObject({ Messages: [{ Body: 'late' }] });
    const inVain = call('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 });
    let answered = false;
    void inVain.then(() => {
      answered = true;
    });
    await until('the wait is over', () => {
      clock.advance(1000);
      return answered;
    });
    expect((await inVain).body).toEqual({});
  });

  it('changes a message’s visibility', async () => {
    const { call, queue, QueueUrl } = await start();
    queue.send({ body: 'a' });
    const ReceiptHandle = queue.receive()[0]?.receiptHandle;
    expect((await call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })).status).toBe(200);
    expect(queue.stats().visible).toBe(1);
  });

  it('tells a queue’s URL and attributes', async () => {
    const { call, QueueUrl } = await start();
    expect((await call('GetQueueUrl', { QueueName: 'work' })).body).toEqual({ QueueUrl });
    const { body } = await call('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
    expect(body).toMatchObject({
      Attributes: {
        QueueArn: 'arn:aws:sqs:us-east-1:000000000000:work',
        ApproximateNumberOfMessages: '0',
        VisibilityTimeout: '30',
        MessageRetentionPeriod: '345600',
        RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead","maxReceiveCount":3}',
      },
    });
  });

  it.each([
    [
      'GetQueueUrl',
      { QueueName: 'none' },
      'com.amazonaws.sqs#QueueDoesNotExist',
      'AWS.SimpleQueueService.NonExistentQueue',
    ],
    ['SendMessage', {}, 'com.amazon.coral.service#MissingRequiredParameterException', 'MissingParameter'],
    [
      'ReceiveMessage',
      { MaxNumberOfMessages: 11 },
      'com.amazon.coral.service#InvalidParameterValueException',
      'InvalidParameterValue',
    ],
    ['DeleteMessage', { ReceiptHandle: 'x' }, 'com.amazonaws.sqs#ReceiptHandleIsInvalid', 'ReceiptHandleIsInvalid'],
    [
      'SendMessageBatch',
      { Entries: [] },
      'com.amazonaws.sqs#EmptyBatchRequest',
      'AWS.SimpleQueueService.EmptyBatchRequest',
    ],
    [
      'SendMessageBatch',
      {
        Entries: [
          { Id: '1', MessageBody: 'a' },
          { Id: '1', MessageBody: 'a' },
        ],
      },
      'com.amazonaws.sqs#BatchEntryIdsNotDistinct',
      'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
    ],
    ['CreateQueue', {}, 'com.amazon.coral.service#UnknownOperationException', 'InvalidAction'],
    ['constructor', {}, 'com.amazon.coral.service#UnknownOperationException', 'InvalidAction'],
  ])('refuses %s %j in the service’s own shape', async (operation, input, type, query) => {
    const { call, QueueUrl } = await start();
    expect(await call(operation, { QueueUrl, ...input })).toEqual({
      status: 400,
      query: `${query};Sender`,
      body: { __type: type, message: expect.any(String) },
    });
  });

  it('refuses a body that is no JSON object', async () => {
    const { call } = await start();
    expect(await call('SendMessage', {}, '[')).toMatchObject({ status: 400, query: 'InvalidParameterValue;Sender' });
  });
});
