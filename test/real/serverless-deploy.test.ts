import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClosers } from '../e2e/support/closers.ts';
import { createDeployment, type Deployment } from '../e2e/support/serverless.ts';
import fixture from '../fixtures/aws/terraform-outputs.json' with { type: 'json' };
import { describeIf } from '../skip.ts';
import { findMoto, startMoto } from './moto.ts';

const closers = createClosers();
afterAll(closers.closeAll);

const KEYS = { accessKeyId: 'local', secretAccessKey: 'local' };
const QUEUES = ['uploads', 'uploads-dead-letters', 'events', 'events-dead-letters', 'failures'];

/** Moto's own account, in the place of the fixture's. */
const outputs = Object.fromEntries(
  Object.entries(fixture).map(([name, { value }]) => [
    name,
    JSON.parse(JSON.stringify(value).replaceAll('111122223333', '123456789012')) as unknown,
  ]),
);

/** A call of AWS's query protocol, of what Terraform would make. */
async function make(url: string, service: string, body: Readonly<Record<string, string>>): Promise<void> {
  const authorization = `AWS4-HMAC-SHA256 Credential=local/20260131/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const response = await fetch(url, { method: 'POST', headers: { authorization }, body: new URLSearchParams(body) });
  if (!response.ok) throw new Error(`${service} answered ${response.status}: ${await response.text()}`);
}

const moto = findMoto();
const command = 'command' in moto ? moto.command : '';

// The one from PyPI that the other tests install has S3 and DynamoDB alone.
describeIf(command === 'moto_server', 'no moto_server on the PATH')('serverless deploy, onto moto', () => {
  let deployment: Deployment;
  let env: Readonly<Record<string, string>>;
  let lambda: LambdaClient;

  beforeAll(async () => {
    const { url } = closers.add(await startMoto(command));
    const visibility = { 'Attribute.1.Name': 'VisibilityTimeout', 'Attribute.1.Value': '360', Version: '2012-11-05' };
    for (const name of QUEUES)
      await make(url, 'sqs', { Action: 'CreateQueue', QueueName: `waybill-${name}`, ...visibility });
    const reachable = { HTTP_PROXY: '', HTTPS_PROXY: '' };
    env = { ...reachable, AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
    lambda = new LambdaClient({ endpoint: url, region: 'eu-west-1', credentials: KEYS });
    closers.add({ close: async () => lambda.destroy() });
    deployment = closers.add(await createDeployment({ outputs }));
  }, 60_000);

  async function run(what: string): Promise<void> {
    const child = closers.add(deployment.start([what], env));
    const code = await child.ended;
    expect([code, child.stdout() + child.stderr()]).toEqual([0, expect.stringContaining('✔')]);
  }

  async function mappings(): Promise<readonly string[]> {
    const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
    const lastOf = (arn = '') => arn.split(':').at(-1);
    return EventSourceMappings.map((one) => `${lastOf(one.EventSourceArn)} → ${lastOf(one.FunctionArn)}`).sort();
  }

  it('makes both functions and the mapping of every queue, and takes them away again', async () => {
    await run('deploy');
    expect(await mappings()).toEqual([
      'waybill-events → waybill-router',
      'waybill-events-dead-letters → waybill-dead-letters',
      'waybill-failures → waybill-dead-letters',
      'waybill-uploads → waybill-router',
      'waybill-uploads-dead-letters → waybill-dead-letters',
    ]);
    await run('remove');
    expect(await mappings()).toEqual([]);
  }, 120_000);
});
