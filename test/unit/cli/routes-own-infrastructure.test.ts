import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeRoutes } from '../../../cli/routes/compile.ts';
import type { DeployFinding } from '../../../cli/routes/deploy-finding.ts';
import { findDeployFindings } from '../../../cli/routes/find-deploy-findings.ts';
import { resizeImage } from '../../../shared/handlers/resize-image.ts';
import { routes as own } from '../../../shared/routes.ts';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes, type Table } from '../../../shared/routing/table.ts';
import { BlobUploaded } from '../../../shared/schemas/blob.ts';
import { copyParts, INFRASTRUCTURE, ROOT } from '../../e2e/support/checkout.ts';

const file = join(ROOT, 'shared', 'routes.ts');

/** A copy of what our own table is deployed by, with its routes.json as they should be. */
let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'waybill-own-'));
  await copyParts(root, [...INFRASTRUCTURE, 'cli/deploy']);
  await writeRoutes(own, root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function edit(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(join(root, path), 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  await writeFile(join(root, path), changed);
}

const find = async (table: Table = own): Promise<readonly DeployFinding[]> => findDeployFindings({ table, file, root });

const inShort = ({ code, cloud, resource, place }: DeployFinding) => `${cloud} ${code} ${resource ?? place}`;

const SUBSCRIPTION = 'google_pubsub_subscription.router';
const TARGET = 'aws_cloudwatch_event_target.events';
const SYSTEM_SUBSCRIPTION = 'azurerm_eventgrid_system_topic_event_subscription.uploads';

type Break = readonly [path: string, from: RegExp, to?: string];

/** What is taken away of several clouds at once, and what is then found. */
const BREAKS: readonly (readonly [string, readonly Break[], readonly string[]])[] = [
  [
    'the notifications, and a whole subscription',
    [
      ['terraform/gcp/uploads.tf', /resource "google_storage_notification"[\s\S]*?\n}\n/],
      ['terraform/azure/events.tf', /resource "azurerm_eventgrid_event_subscription"[\s\S]*?\n}\n/],
      ['terraform/aws/uploads.tf', /resource "aws_s3_bucket_notification" "uploads"[\s\S]*?\n}\n/],
      // One of the two ways to deploy the same.
      ['terraform/aws/function.tf', /resource "aws_lambda_event_source_mapping" "events"[\s\S]*?\n}\n/],
    ],
    [
      'gcp no-trigger terraform/gcp',
      ...['trigger', 'filter', 'retry', 'dead-letter'].map((role) => `azure no-${role} terraform/azure`),
      ...['aws no-trigger terraform/aws', 'aws no-trigger terraform/aws'],
    ],
  ],
  [
    'the filters',
    [
      ['terraform/gcp/events.tf', /\n {2}filter += each\.value\.filter/],
      ['terraform/azure/uploads.tf', /advanced_filter/, 'another'],
      ['terraform/aws/events.tf', /event_pattern += .*/, 'event_pattern = jsonencode({ source = ["shop"] })'],
    ],
    [
      ...[SUBSCRIPTION, SUBSCRIPTION].map((one) => `gcp no-filter ${one}`),
      ...[`azure no-filter ${SYSTEM_SUBSCRIPTION}`, 'aws no-filter aws_cloudwatch_event_rule.events'],
    ],
  ],
  [
    'the retries',
    [
      ['terraform/gcp/events.tf', /retry_policy \{[\s\S]*?\n {2}}\n/],
      ['terraform/azure/uploads.tf', /retry_policy \{[\s\S]*?\n {2}}\n/],
      ['terraform/aws/events.tf', /retry_policy \{[\s\S]*?\n {2}}\n/],
    ],
    [
      ...[SUBSCRIPTION, SUBSCRIPTION].map((one) => `gcp no-retry ${one}`),
      ...[`azure no-retry ${SYSTEM_SUBSCRIPTION}`, `aws no-retry ${TARGET}`],
    ],
  ],
  [
    'the dead letters',
    [
      ['terraform/gcp/events.tf', /dead_letter_policy \{[\s\S]*?\n {2}}\n/],
      ['terraform/azure/uploads.tf', /storage_blob_dead_letter_destination \{[\s\S]*?\n {2}}\n/],
      ['terraform/aws/events.tf', /dead_letter_config \{[\s\S]*?\n {2}}\n/],
      ['terraform/aws/uploads.tf', /redrive_policy = jsonencode\(\{[\s\S]*?\n {2}}\)\n/],
    ],
    [
      ...[SUBSCRIPTION, SUBSCRIPTION].map((one) => `gcp no-dead-letter ${one}`),
      `azure no-dead-letter ${SYSTEM_SUBSCRIPTION}`,
      ...['aws no-retry aws_sqs_queue.uploads', 'aws no-dead-letter aws_sqs_queue.uploads'],
      `aws no-dead-letter ${TARGET}`,
    ],
  ],
];

describe('what our own table is deployed by', () => {
  it('has everything, and nothing more', async () => {
    expect(await find()).toEqual([]);
  });

  it.each(BREAKS)('misses what is taken away: %s', async (_, breaks, expected) => {
    for (const [path, from, to = ''] of breaks) await edit(path, from, to);
    expect((await find()).map(inShort)).toEqual(expected);
  });

  it('needs nothing of what a smaller table does not use', async () => {
    for (const names of [['reserve'], ['resize'], ['charge', 'ship'], []]) {
      const table = defineRoutes(own.routes.filter(({ name }) => names.includes(name)));
      await writeRoutes(table, root);
      expect([names, (await find(table)).map(inShort)]).toEqual([names, []]);
    }
  });

  it('is deployed in one way at least, whichever: without serverless.yml it is Terraform’s alone', async () => {
    await rm(join(root, 'serverless.yml'));
    expect(await find()).toEqual([]);
  });

  describe('as serverless.yml of somebody’s own', () => {
    const small = route({
      name: 'small',
      on: 'blob.uploaded',
      where: { data: { size: [{ numeric: ['<', 1_000_000] }] } },
      schema: BlobUploaded,
      handle: resizeImage,
      emits: ['blob.resized'],
    });
    const table = defineRoutes([...own.routes.filter(({ name }) => name !== 'resize'), small]);
    const write = async (text: string) => {
      await writeRoutes(table, root);
      await writeFile(join(root, 'serverless.yml'), text);
    };
    const withEvents = (...events: readonly string[]) =>
      write(`functions:\n  router:\n    events:${events.map((event) => `\n      - ${event}`).join('')}\n`);

    it('must have everything', async () => {
      await withEvents('sqs: { arn: uploads-queue }', 'sqs: { arn: events-queue }', 'msk: { arn: a, topic: orders }');
      expect((await find(table)).map(inShort)).toEqual([
        'aws no-filter functions.router.events.sqs',
        'aws no-retry functions.router.events.msk',
        'aws no-dead-letter functions.router.events.msk',
      ]);
    });

    it('must have the queues of all its sources, and may leave Kafka out', async () => {
      await withEvents('schedule: rate(1 minute)', 'sqs: { arn: uploads-queue, filterPatterns: [] }');
      expect((await find(table)).map(inShort)).toEqual([
        'aws no-filter functions.router.events.sqs',
        'aws no-trigger serverless.yml',
      ]);
    });

    it('may have the filter that routes.json has, and no other', async () => {
      const withFilter = (filter: string) =>
        withEvents(`sqs: { arn: uploads-queue, filterPatterns: ${filter} }`, 'sqs: { arn: events-queue }');
      await withFilter(`"\${file(terraform/aws/routes.json):triggers.uploads.filterPatterns}"`);
      expect(await find(table)).toEqual([]);
      await withFilter('[{ body: { a: [1] } }]');
      expect((await find(table)).map(inShort)).toEqual(['aws no-filter functions.router.events.sqs']);
    });

    it('says where it cannot be read', async () => {
      await write('functions:\n  router: [\n');
      expect(await find(table)).toMatchObject([
        {
          code: 'unreadable',
          cloud: 'aws',
          place: 'serverless.yml',
          message: expect.stringMatching(/ at line \d+, column \d+$/),
        },
      ]);
    });
  });
});
