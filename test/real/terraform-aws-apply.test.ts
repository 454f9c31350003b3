import { DescribeTableCommand, DescribeTimeToLiveCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListEventBusesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetFunctionConfigurationCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClosers } from '../e2e/support/closers.ts';
import { describeIf } from '../skip.ts';
import { findTerraform } from '../tooling/find-terraform.ts';
import { until } from '../until.ts';
import { findMoto } from './moto.ts';
import { applyOntoMoto } from './terraform-aws-moto.ts';

const terraform = findTerraform({ name: 'aws', major: 5, minor: 100 });
const moto = findMoto();
// The one from PyPI that the other tests install has S3 and DynamoDB alone.
const isWhole = 'command' in moto && moto.command === 'moto_server';
const missing = 'missing' in terraform ? terraform.missing : isWhole ? undefined : 'no moto_server on the PATH';

const closers = createClosers();
afterAll(closers.closeAll);

describeIf(missing === undefined, missing ?? '')('terraform/aws, onto moto', () => {
  let aws: Awaited<ReturnType<typeof applyOntoMoto>>;

  beforeAll(async () => {
    aws = await applyOntoMoto('mirror' in terraform ? terraform.mirror : '', closers);
  }, 300_000);

  /** What is in a queue, by the outputs' name of its ARN, once there is something. */
  const messagesOf = (queue: string) =>
    until(`messages in ${queue}`, async () => {
      const messages = await aws.sqs.receive(aws.output(queue));
      return messages.length > 0 ? messages : undefined;
    });

  it('makes buckets that are closed, encrypted and ask for TLS', async () => {
    const { s3, output } = aws;
    const names = ['uploads_bucket', 'thumbnails_bucket', 'dead_letters_bucket', 'on_failure_bucket'].map(output);
    expect(new Set(names).size).toBe(4);

    for (const Bucket of names) {
      const { PublicAccessBlockConfiguration: block } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
      expect(Object.values(block ?? {})).toEqual([true, true, true, true]);
      const { ServerSideEncryptionConfiguration: sse } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
      expect(sse?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe('AES256');
      const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
      expect(JSON.parse(String(Policy)).Statement).toMatchObject([
        { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ]);
    }
  });

  it('keeps versions of uploads and of letters, and none of thumbnails', async () => {
    const statusOf = async (name: string) =>
      (await aws.s3.send(new GetBucketVersioningCommand({ Bucket: aws.output(name) }))).Status;

    expect(await statusOf('uploads_bucket')).toBe('Enabled');
    expect(await statusOf('dead_letters_bucket')).toBe('Enabled');
    expect(await statusOf('thumbnails_bucket')).toBeUndefined();
  });

  it('makes the table that state.ts writes, which cleans up by ttl', async () => {
    const TableName = aws.output('state_table');

    const { Table } = await aws.dynamo.send(new DescribeTableCommand({ TableName }));
    const { TimeToLiveDescription } = await aws.dynamo.send(new DescribeTimeToLiveCommand({ TableName }));

    expect(Table?.KeySchema).toEqual([
      { AttributeName: 'collection', KeyType: 'HASH' },
      { AttributeName: 'key', KeyType: 'RANGE' },
    ]);
    expect(Table?.BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
    expect(TimeToLiveDescription).toMatchObject({ AttributeName: 'ttl', TimeToLiveStatus: 'ENABLED' });
  });

  it('makes queues that outlast the router, each with a way out', async () => {
    const { RedrivePolicy, ...attributes } = await aws.sqs.attributes(aws.output('uploads_queue_arn'));

    const expected = { VisibilityTimeout: '360', MessageRetentionPeriod: '1209600', SqsManagedSseEnabled: 'true' };
    expect(attributes).toMatchObject(expected);
    expect(JSON.parse(String(RedrivePolicy))).toEqual({
      deadLetterTargetArn: aws.output('uploads_dead_letter_queue_arn'),
      maxReceiveCount: 255,
    });
  });

  it('tells the router of an upload, and of nothing else', async () => {
    await aws.put('thumbnails_bucket', 'a.webp');
    await aws.put('dead_letters_bucket', 'a.json');
    await aws.put('uploads_bucket', 'a photo.jpg');

    const messages = await messagesOf('uploads_queue_arn');

    expect(messages).toMatchObject([{ Records: [{ eventSource: 'aws:s3', s3: { object: { key: 'a+photo.jpg' } } }] }]);
    expect(await aws.sqs.receive(aws.output('failures_queue_arn'))).toEqual([]);
  });

  it('tells the dead-letters function of a record of a failed invocation', async () => {
    await aws.put('on_failure_bucket', 'record-of-a-failure');

    const messages = await messagesOf('failures_queue_arn');

    expect(messages).toMatchObject([{ Records: [{ s3: { object: { key: 'record-of-a-failure' } } }] }]);
  });

  it('brings what is published to the bus to the router’s queue, and leaves out what no route takes', async () => {
    const toEvent = (type: string) => ({ specversion: '1.0', id: type, source: '/shop', type, data: {} });
    const toEntry = (type: string) => ({
      ...{ EventBusName: aws.output('events_bus_name'), Source: '/shop', DetailType: type },
      Detail: JSON.stringify(toEvent(type)),
    });
    const Entries = ['order.shipped', 'order.placed'].map(toEntry);
    await aws.events.send(new PutEventsCommand({ Entries }));

    const messages = await messagesOf('events_queue_arn');

    expect(messages.map(({ detail }) => detail)).toEqual([toEvent('order.placed')]);
  });

  it('deploys the functions too when it is asked to, and then has nothing more to do', async () => {
    const { lambda, output } = aws;
    await aws.run(['apply', '-auto-approve'], { deploy_function: 'true' });

    const read = (FunctionName: string) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const router = await read(output('function_name'));
    const letters = await read(output('dead_letters_function_name'));
    expect(router).toMatchObject({
      Handler: 'index.handler',
      Timeout: 60,
      Role: expect.stringMatching(/:role\/waybill-router-/),
    });
    expect(router.Environment?.Variables).toMatchObject({
      STATE_TABLE: output('state_table'),
      WAYBILL_PARTIAL_BATCH: 'aws:sqs',
      SMTP_URL_SECRET: expect.stringMatching(/:secret:smtp-/),
    });
    expect(letters).toMatchObject({
      Handler: 'index.deadLetters',
      Role: expect.stringMatching(/:role\/waybill-dead-letters-/),
    });
    const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
    const queues = ['uploads', 'events', 'failures', 'uploads_dead_letter', 'events_dead_letter'];
    const expected = queues.map((queue) => output(`${queue}_queue_arn`));
    expect(EventSourceMappings.map(({ EventSourceArn }) => EventSourceArn).sort()).toEqual(expected.sort());
    await aws.run(['plan', '-detailed-exitcode'], { deploy_function: 'true' });
  }, 300_000);

  it('leaves nothing behind', async () => {
    await aws.run(['destroy', '-auto-approve'], { deploy_function: 'true' });

    expect(await aws.listState()).toBe('');
    expect((await aws.s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
    expect((await aws.dynamo.send(new ListTablesCommand({}))).TableNames).toEqual([]);
    expect((await aws.lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
    const { EventBuses = [] } = await aws.events.send(new ListEventBusesCommand({}));
    expect(EventBuses.map(({ Name }) => Name)).toEqual(['default']);
    expect(await aws.sqs.urls()).toEqual([]);
  }, 300_000);
});
