import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fixture from '../fixtures/aws/terraform-outputs.json' with { type: 'json' };
import { createClosers } from './support/closers.ts';
import { createDeployment, grantsOf, mappingsOf, ofType, type Template } from './support/serverless.ts';

const closers = createClosers();
afterAll(closers.closeAll);

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-4000-8000-000000000000';
const EVENTS = { eventPattern: { detail: { specversion: ['1.0'] } } };
const UPLOADS = { filterPatterns: [{ body: { Records: { s3: { object: { key: [{ suffix: '.png' }] } } } } }] };

const [uploads, thumbnails, letters, failures] = [
  fixture.uploads_bucket_arn.value,
  fixture.thumbnails_bucket_arn.value,
  fixture.dead_letters_bucket_arn.value,
  fixture.on_failure_bucket_arn.value,
];

/** What a role may do, by what it may do it to. */
function allowed(template: Template, role: string): Readonly<Record<string, readonly string[]>> {
  const grants = Object.values(grantsOf(template, role));
  const each = grants.flatMap(({ Action, Resource }) => [Resource].flat().map((to) => [toText(to), Action] as const));
  return Object.fromEntries(each);
}

function toText(resource: unknown): string {
  return typeof resource === 'string' ? resource : JSON.stringify(resource);
}

const QUEUE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const STATE = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query'];
const LOG = ['logs:CreateLogStream', 'logs:PutLogEvents'];

function logOf(name: string): string {
  return JSON.stringify({
    'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/${name}:*`,
  });
}

describe('the functions’ roles', () => {
  let full: Template;
  let poor: Template;

  beforeAll(async () => {
    const triggers = { uploads: UPLOADS, events: EVENTS, kafka: null };
    const all = await createDeployment({
      routes: { needs: ['blobs', 'mail', 'payments'], triggers },
      outputs: { secret_key_arns: [KEY] },
    });
    const gone = {
      uploads_queue_arn: undefined,
      uploads_dead_letter_queue_arn: undefined,
      thumbnails_bucket: undefined,
    };
    const few = await createDeployment({
      routes: { needs: [], joins: false, triggers: { uploads: null, events: EVENTS, kafka: null } },
      outputs: { ...gone, secret_arns: {}, uploads_bucket_arn: undefined, thumbnails_bucket_arn: undefined },
    });
    [full, poor] = await Promise.all([closers.add(all).compile(), closers.add(few).compile()]);
  }, 60_000);

  it('the router’s may do what its routes need, to what Terraform made for that, and no more', () => {
    expect(allowed(full, 'RouterRole')).toEqual({
      [logOf('waybill-router')]: LOG,
      [fixture.state_table_arn.value]: STATE,
      [`${letters}/*`]: ['s3:GetObject', 's3:PutObject'],
      [letters]: ['s3:ListBucket'],
      [fixture.uploads_queue_arn.value]: QUEUE,
      [fixture.events_queue_arn.value]: QUEUE,
      [`${uploads}/*`]: ['s3:GetObject'],
      [uploads]: ['s3:ListBucket'],
      [`${thumbnails}/*`]: ['s3:GetObject', 's3:PutObject'],
      [thumbnails]: ['s3:ListBucket'],
      [fixture.events_bus_arn.value]: ['events:PutEvents'],
      [fixture.secret_arns.value.SMTP_URL_SECRET]: ['secretsmanager:GetSecretValue'],
      [KEY]: ['kms:Decrypt'],
      [`${failures}/*`]: ['s3:PutObject'],
      [failures]: ['s3:ListBucket'],
    });
  });

  it('the dead-letters function’s may read what was given up, and file it', () => {
    expect(allowed(full, 'DeadLettersRole')).toEqual({
      [logOf('waybill-dead-letters')]: LOG,
      [fixture.state_table_arn.value]: STATE,
      [`${letters}/*`]: ['s3:GetObject', 's3:PutObject'],
      [letters]: ['s3:ListBucket'],
      [fixture.failures_queue_arn.value]: QUEUE,
      [fixture.uploads_dead_letter_queue_arn.value]: QUEUE,
      [fixture.events_dead_letter_queue_arn.value]: QUEUE,
      [`${failures}/*`]: ['s3:GetObject'],
      [failures]: ['s3:ListBucket'],
    });
  });

  it('only Lambda may take them on', () => {
    for (const [, { Properties }] of ofType(full, 'AWS::IAM::Role'))
      expect(Properties).toMatchObject({
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
      });
  });

  it('a table that takes no uploads, keeps no blobs, sends no mail and joins nothing has nothing of these', () => {
    expect(allowed(poor, 'RouterRole')).toEqual({
      [logOf('waybill-router')]: LOG,
      [fixture.state_table_arn.value]: STATE,
      [`${letters}/*`]: ['s3:GetObject', 's3:PutObject'],
      [letters]: ['s3:ListBucket'],
      [fixture.events_queue_arn.value]: QUEUE,
      [fixture.events_bus_arn.value]: ['events:PutEvents'],
      [`${failures}/*`]: ['s3:PutObject'],
      [failures]: ['s3:ListBucket'],
    });
    const sources = mappingsOf(poor, 'RouterLambdaFunction').map(([, { Properties }]) => Properties.EventSourceArn);
    expect(sources).toEqual([fixture.events_queue_arn.value]);
    expect(ofType(poor, 'AWS::Events::Rule')).toEqual([]);
    const variables = Object.keys(poor.Resources.RouterLambdaFunction?.Properties.Environment?.Variables ?? {});
    expect(variables.filter((name) => /^SMTP_|^THUMBNAILS_/.test(name))).toEqual([]);
  });
});
