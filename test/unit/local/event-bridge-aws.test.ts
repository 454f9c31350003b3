import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startAws } from '../../../local/emulators/aws.ts';
import { createEventBridge } from '../../../local/emulators/event-bridge/event-bridge.ts';
import { invokeLambdaAsync } from '../../../local/emulators/event-bridge/invoke-lambda-async.ts';
import { invokeThroughSdk } from '../../../local/emulators/event-source-mapping/invoke-through-sdk.ts';
import { startKafkaMapping } from '../../../local/emulators/event-source-mapping/kafka-mapping.ts';
import { createLog } from '../../../local/emulators/event-source-mapping/log.ts';
import { startSqsMapping } from '../../../local/emulators/event-source-mapping/sqs-mapping.ts';
import { createQueue } from '../../../local/emulators/sqs/queue.ts';
import type { Listening } from '../../../local/http.ts';
import { createManualClock } from '../../manual-clock.ts';
import { until } from '../../until.ts';
import { type LambdaFunction, startFunction } from './lambda-function.ts';

let closing: { close: () => unknown }[] = [];

afterEach(async () => {
  for (const { close } of closing.reverse()) await close();
  closing = [];
});

/** A handler that says where each event came from. */
const source = `export const handler = async (event) => {
  console.log('from ' + (event.source ?? event.eventSource ?? event.Records?.[0].eventSource)); return { ok: true } }`;

async function start() {
  const clock = createManualClock();
  const lambda: LambdaFunction = await startFunction(source, { clock });
  closing.push(lambda);
  const bridge = createEventBridge({ clock, matches: () => true });
  const queue = createQueue({ name: 'work', clock });
  const aws: Listening = await startAws({ clock, lambda: lambda.host, queues: [queue], eventBridge: { bridge } });
  closing.push(bridge, queue, aws);
  const settings = {
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const client = <T extends { destroy: () => void }>(create: (from: typeof settings) => T): T => {
    const created = create(settings);
    closing.push({ close: () => created.destroy() });
    return created;
  };
  const seen = (line: string) => until(line, () => lambda.logs.includes(line));
  return { clock, lambda, bridge, queue, aws, client, seen };
}

describe('one AWS endpoint', () => {
  it('passes invocations on to the Lambda host, errors too', async () => {
    const { client } = await start();
    const lambda = client((from) => new LambdaClient(from));
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'router', Payload: Buffer.from('{}') }));
    expect(Buffer.from(Payload ?? []).toString()).toBe('{"ok":true}');
    const unknown = lambda.send(new InvokeCommand({ FunctionName: 'none' }));
    await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('says so in Lambda’s words when the Lambda host has gone', async () => {
    const { client, lambda } = await start();
    await lambda.host.close();
    const invoked = client((from) => new LambdaClient(from)).send(new InvokeCommand({ FunctionName: 'router' }));
    await expect(invoked).rejects.toMatchObject({ name: 'ServiceException', $metadata: { httpStatusCode: 503 } });
  });

  it('takes PutEvents and invokes the Lambda target asynchronously through the Lambda API', async () => {
    const { aws, bridge, client, seen } = await start();
    const invokeAsync = invokeLambdaAsync(aws.url, 'router');
    bridge.putRule({ name: 'all', eventPattern: {}, targets: [{ invokeAsync }] });
    const entry = { Source: 'shop', DetailType: 'order.placed', Detail: '{}' };
    const events = client((from) => new EventBridgeClient(from));
    await events.send(new PutEventsCommand({ Entries: [entry] }));
    await seen('from shop');
    await until('the delivery is done', () => bridge.pending() === 0);
  });

  it('takes SQS messages, and mappings invoke through it', async () => {
    const { aws, clock, queue, seen } = await start();
    const log = createLog({ clock });
    const invoke = invokeThroughSdk(aws.url, 'router');
    const mappings = [startSqsMapping({ queue, invoke, clock }), startKafkaMapping({ log, topic: 't', invoke, clock })];
    closing.push(...mappings);
    const body = JSON.stringify({ QueueUrl: `${aws.url}/000000000000/work`, MessageBody: 'hi' });
    const headers = { 'x-amz-target': 'AmazonSQS.SendMessage' };
    expect((await fetch(aws.url, { method: 'POST', headers, body })).status).toBe(200);
    log.produce('t', { value: 'v' });
    clock.advance(500);
    await Promise.all([seen('from aws:sqs'), seen('from aws:kafka')]);
    await until('the mappings are idle', () => mappings.every(({ idle }) => idle()));
  });

  it('says what it serves to what it does not', async () => {
    const { aws, client } = await start();
    const response = await fetch(aws.url, { method: 'POST', headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' } });
    expect([response.status, await response.json()]).toEqual([
      501,
      {
        __type: 'NotImplemented',
        message:
          'Not emulated here: DynamoDB_20120810.GetItem. This endpoint serves Lambda (Invoke), SQS, EventBridge.',
      },
    ]);
    const listed = client((from) => new S3Client(from)).send(new ListBucketsCommand());
    await expect(listed).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('SQS') });
  });
});
