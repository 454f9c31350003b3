import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import fixture from '../fixtures/aws/terraform-outputs.json' with { type: 'json' };
import { createClosers } from './support/closers.ts';
import { createDeployment, type Deployment, type Given } from './support/serverless.ts';

const closers = createClosers();
afterAll(closers.closeAll);

type Case = {
  readonly given?: Given;
  readonly spoil?: (deployment: Deployment) => Promise<void>;
  readonly region?: string;
  readonly params?: Readonly<Record<string, string>>;
  /** As --param has them. */
  readonly options?: readonly string[];
  /** What it says: the place, and the fix. */
  readonly says: string;
};

const OUTPUTS = '.waybill/terraform-aws.json';
const WRITE = 'terraform -chdir=terraform/aws output -json > .waybill/terraform-aws.json';
const MSK = { msk_cluster_arn: 'arn:aws:kafka:eu-west-1:1:cluster/c/u', msk_topic: 'orders', msk_auth: 'iam' };
const KAFKA = { uploads: null, events: null, kafka: { filterPatterns: [] } };

const CASES: Readonly<Record<string, Case>> = {
  'no file of outputs': {
    spoil: ({ root }) => rm(join(root, OUTPUTS)),
    says: `/${OUTPUTS} is missing: expected the outputs of terraform/aws. Apply Terraform, then run: mkdir -p .waybill && ${WRITE}`,
  },
  'a file of outputs that an error message was written to': {
    spoil: ({ root }) => writeFile(join(root, OUTPUTS), 'Error: No state file was found!'),
    says: `/${OUTPUTS} holds no JSON object: expected the outputs of terraform/aws`,
  },
  'outputs that these routes need and that are not there': {
    given: { outputs: { state_table: undefined, uploads_queue_arn: undefined } },
    says: `/${OUTPUTS}: expected state_table, uploads_queue_arn, got ${Object.keys(fixture).length - 2} outputs without them. Apply terraform/aws with the routes as they are now`,
  },
  'no compiled routes': {
    spoil: ({ root }) => rm(join(root, 'terraform/aws/routes.json')),
    says: '/terraform/aws/routes.json is missing: expected the compiled route table. Run: npx waybill routes compile',
  },
  'compiled routes that something else was written to': {
    spoil: ({ root }) => writeFile(join(root, 'terraform/aws/routes.json'), '{ "triggers": null }'),
    says: '/terraform/aws/routes.json holds no compiled routes: expected longestTimeoutSeconds, joins, needs, triggers. Run: npx waybill routes compile',
  },
  'a parameter that nothing reads': {
    given: { routes: { triggers: KAFKA } },
    options: ['kafkaBroker=a.example:9094'],
    says: 'Parameter kafkaBroker: expected one of timeout, memory, batchSize, maxInstances, kafkaBatchSize, ',
  },
  'fewer calls than its queues may make': {
    params: { maxInstances: '10', reservedConcurrency: '5' },
    says: 'Parameter reservedConcurrency: expected at least maxInstances (10), or what the queues bring is turned away and ends as dead letters, got 5. Set it with',
  },
  'no zip': {
    spoil: ({ root }) => rm(join(root, 'dist/aws.zip')),
    says: 'dist/aws.zip is missing: expected the zip of the AWS adapter. Run: npm run build',
  },
  'another region than Terraform’s': {
    region: 'us-east-1',
    says: '--region is us-east-1: expected eu-west-1, where Terraform put everything. Leave --region out, or apply',
  },
  'a timeout that is no number': {
    params: { timeout: '1m' },
    says: 'Parameter timeout: expected a whole number from 10 to 900, got "1m". Set it with --param timeout=',
  },
  'a timeout that a route does not fit into': {
    given: { routes: { longestTimeoutSeconds: 120 } },
    says: 'Parameter timeout: expected at least 125, the longest route timeout (120 s) and 5 s to finish, got 60. Set it with',
  },
  'a timeout that Lambda does not let Kafka have': {
    given: { routes: { triggers: KAFKA }, outputs: MSK },
    params: { timeout: '900' },
    says: 'Parameter timeout: expected at most 840, Lambda’s bound for a function that Kafka calls, got 900',
  },
  'a timeout that Terraform’s queues do not wait for': {
    given: { outputs: { function_timeout: 60 } },
    params: { timeout: '120' },
    says: 'Parameter timeout: expected at most 60, the function_timeout of Terraform, whose queues hide a message for six times as long, got 120.',
  },
  'brokers without a topic': {
    given: { routes: { triggers: KAFKA } },
    params: { kafkaBrokers: 'a.example:9094' },
    says: 'Parameter kafkaTopic: expected the topic to read from kafkaBrokers, got nothing. Set it with --param kafkaTopic=',
  },
  'brokers with a password where the ARN of a secret belongs': {
    given: { routes: { triggers: KAFKA } },
    params: { kafkaBrokers: 'a.example:9094', kafkaTopic: 'orders', kafkaSecret: 'hunter2' },
    says: 'Parameter kafkaSecret: expected the ARN of a secret of Secrets Manager, which holds the login for kafkaBrokers. Set it',
  },
  'fewer pollers at most than at least': {
    given: { routes: { triggers: KAFKA }, outputs: MSK },
    params: { kafkaMinPollers: '5' },
    says: 'Parameter kafkaMinPollers: expected at most kafkaMaxPollers (4), got 5',
  },
};

/** What Serverless calls, with the parameters of serverless.yml and these. */
async function deploy({ root }: Deployment, { region, params = {}, options: param }: Case): Promise<unknown> {
  const run: Deploy = createRequire(import.meta.url)(join(root, 'cli/deploy/aws.cjs'));
  const { params: declared } = parse(await readFile(join(root, 'serverless.yml'), 'utf8'));
  const values: Readonly<Record<string, unknown>> = { ...declared.default, ...params };
  const resolveVariable = async (variable: string) => values[variable.replace('param:', '')];
  return run({ options: { region, param }, resolveVariable });
}

type Deploy = (tools: { readonly options: object; readonly resolveVariable: unknown }) => Promise<unknown>;

describe('a deploy stops before it asks AWS for anything', () => {
  it.each(Object.keys(CASES))('at %s, with a sentence', async (name) => {
    const one = CASES[name] as Case; // a key of its own
    const deployment = closers.add(await createDeployment(one.given));
    await one.spoil?.(deployment);
    await expect(deploy(deployment, one)).rejects.toThrow(one.says);
  });

  it('shows that sentence as Serverless’s only error, without the frames of a stack', async () => {
    const deployment = closers.add(await createDeployment());
    const { code, stdout, stderr } = await deployment.run('package', '--region', 'us-east-1', '--param', 'timeout=20');
    const said = `${stdout}${stderr}`;
    expect([code, said.match(/Error: .*/g)]).toEqual([
      1,
      [expect.stringMatching(/^Error: --region is us-east-1: .*"$/)],
    ]);
    expect(said).not.toMatch(/\n\s+at /);
  });
});
