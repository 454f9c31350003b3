import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SWEEP_EVENT } from '../../local/laptop/sweep-event.ts';
import fixture from '../fixtures/aws/terraform-outputs.json' with { type: 'json' };
import { ROOT } from './support/checkout.ts';
import { createClosers } from './support/closers.ts';
import {
  createDeployment,
  mappingsOf,
  ofType,
  type Properties,
  patternsOf,
  readRoutes,
  type Template,
} from './support/serverless.ts';

const closers = createClosers();
afterAll(closers.closeAll);

const routes = await readRoutes();
const outputs = Object.fromEntries(Object.entries(fixture).map(([name, { value }]) => [name, String(value)]));

let template: Template;

beforeAll(async () => {
  template = await closers.add(await createDeployment()).compile();
}, 60_000);

function propertiesOf(id: string): Properties | undefined {
  return template.Resources[id]?.Properties;
}

/** What a function's mappings read, and with which filters. */
function sourcesOf(functionId: string): ReadonlyMap<string | undefined, readonly unknown[]> {
  const mappings = mappingsOf(template, functionId).map(([, { Properties }]) => Properties);
  return new Map(mappings.map((properties) => [properties.EventSourceArn, patternsOf(properties)]));
}

describe('serverless package, offline and without an account', () => {
  it('gives the router the queue of each trigger that a route needs, with its filter, and none beside', () => {
    const expected = new Map([
      ...(routes.triggers.uploads
        ? [[outputs.uploads_queue_arn, routes.triggers.uploads.filterPatterns] as const]
        : []),
      // The bus's rule has filtered already.
      ...(routes.triggers.events ? [[outputs.events_queue_arn, []] as const] : []),
    ]);
    expect(sourcesOf('RouterLambdaFunction')).toEqual(expected);
  });

  it('lets every mapping report the failed items alone, and tells the functions so', () => {
    for (const [, { Properties }] of ofType(template, 'AWS::Lambda::EventSourceMapping'))
      expect(Properties).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'], Enabled: true });
    for (const id of ['RouterLambdaFunction', 'DeadDashlettersLambdaFunction'])
      expect(propertiesOf(id)?.Environment?.Variables).toMatchObject({ WAYBILL_PARTIAL_BATCH: 'aws:sqs' });
  });

  it('brings what is given up to the dead-letters function: what each queue gave up on, and the bus, and Lambda', () => {
    const expected = [
      outputs.failures_queue_arn,
      ...(routes.triggers.uploads ? [outputs.uploads_dead_letter_queue_arn] : []),
      ...(routes.triggers.events ? [outputs.events_dead_letter_queue_arn] : []),
    ];
    expect([...sourcesOf('DeadDashlettersLambdaFunction').keys()]).toEqual(expected);
    expect(propertiesOf('DeadDashlettersLambdaFunction')?.Environment?.Variables).toMatchObject({
      ON_FAILURE_BUCKET: outputs.on_failure_bucket,
    });
  });

  it('keeps what the schedule could not bring in the on-failure bucket', () => {
    expect(propertiesOf('RouterLambdaEvConf')).toMatchObject({
      DestinationConfig: { OnFailure: { Destination: outputs.on_failure_bucket_arn } },
      MaximumEventAgeInSeconds: 21_600,
      MaximumRetryAttempts: 2,
    });
  });

  it('sweeps every minute, with the event of the laptop’s own schedule, and permits that rule alone', () => {
    const [[, rule] = []] = ofType(template, 'AWS::Events::Rule');
    expect(rule?.Properties.ScheduleExpression).toBe('rate(1 minute)');
    const [target] = rule?.Properties.Targets ?? [];
    expect(JSON.parse(target?.Input ?? '')).toEqual(SWEEP_EVENT);
    const [[, permission] = []] = ofType(template, 'AWS::Lambda::Permission');
    expect(permission?.Properties).toMatchObject({
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
    });
    expect(JSON.stringify(permission?.Properties.SourceArn)).toContain(rule?.Properties.Name);
  });

  it('runs both functions on Node 24 from the one zip, under Terraform’s names and settings', () => {
    const common = { Runtime: 'nodejs24.x', Architectures: ['x86_64'], MemorySize: 512, Timeout: 60 };
    expect(propertiesOf('RouterLambdaFunction')).toMatchObject({
      ...common,
      Handler: 'index.handler',
      FunctionName: outputs.function_name,
      Role: { 'Fn::Sub': `\${RouterRole.Arn}` },
      Environment: {
        Variables: {
          WAYBILL_TIME_LIMIT: '60s',
          STATE_TABLE: outputs.state_table,
          DEAD_LETTERS_BUCKET: outputs.dead_letters_bucket,
          EVENT_BUS_NAME: outputs.events_bus_name,
          ...fixture.settings.value,
        },
      },
    });
    expect(propertiesOf('DeadDashlettersLambdaFunction')).toMatchObject({
      ...common,
      Handler: 'index.deadLetters',
      FunctionName: outputs.dead_letters_function_name,
      Role: { 'Fn::Sub': `\${DeadLettersRole.Arn}` },
    });
  });

  it('makes nothing else but log groups that end, and a bucket for zips that is private and encrypted', () => {
    const types = new Set(Object.values(template.Resources).map(({ Type }) => Type));
    expect([...types].sort()).toEqual([
      'AWS::Events::Rule',
      'AWS::IAM::Role',
      'AWS::Lambda::EventInvokeConfig',
      'AWS::Lambda::EventSourceMapping',
      'AWS::Lambda::Function',
      'AWS::Lambda::Permission',
      'AWS::Logs::LogGroup',
      'AWS::S3::Bucket',
      'AWS::S3::BucketPolicy',
    ]);
    for (const [, { Properties }] of ofType(template, 'AWS::Logs::LogGroup'))
      expect(Properties).toMatchObject({
        LogGroupName: expect.stringMatching(/^\/aws\/lambda\//),
        RetentionInDays: 30,
      });
    expect(propertiesOf('ServerlessDeploymentBucket')).toMatchObject({
      BucketEncryption: expect.anything(),
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true },
    });
  });
});

describe('the outputs of Terraform that serverless.yml reads', () => {
  it('are all declared in terraform/aws/outputs.tf, and so are those of the fixture', async () => {
    const { OUTPUT_NAMES } = createRequire(import.meta.url)('../../cli/deploy/terraform-outputs.cjs');
    const text = await readFile(join(ROOT, 'terraform/aws/outputs.tf'), 'utf8');
    const { output } = await parse('outputs.tf', text);
    expect(Object.keys(output)).toEqual(expect.arrayContaining(OUTPUT_NAMES));
    expect(Object.keys(output)).toEqual(expect.arrayContaining(Object.keys(fixture)));
  });
});
