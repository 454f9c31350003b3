import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeRoutes } from '../../../cli/routes/compile.ts';
import { type DeployFinding, describeDeployFinding } from '../../../cli/routes/deploy-finding.ts';
import { findDeployFindings } from '../../../cli/routes/find-deploy-findings.ts';
import type { CloudName } from '../../../local/laptop/cloud.ts';
import { routes as own } from '../../../shared/routes.ts';
import { defineRoutes, type Table } from '../../../shared/routing/table.ts';
import { ROOT } from '../../e2e/support/checkout.ts';

const file = join(ROOT, 'shared', 'routes.ts');

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'waybill-infrastructure-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const some = (...names: readonly string[]) => defineRoutes(own.routes.filter(({ name }) => names.includes(name)));
const ORDERS = some('reserve');
const BOTH = some('reserve', 'resize');

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

/** What is found on one cloud where this HCL is main.tf, and routes.json is as it should be. */
async function findings(cloud: CloudName, table: Table, hcl: string): Promise<readonly DeployFinding[]> {
  await write(`terraform/${cloud}/main.tf`, hcl);
  await writeRoutes(table, root);
  const found = await findDeployFindings({ table, file, root });
  return found.filter((finding) => finding.cloud === cloud);
}

const codes = (found: readonly DeployFinding[]) =>
  found.map(({ code, resource }) => `${code} ${resource ?? ''}`.trim());

const LOCALS = `locals {
  routes = jsondecode(file("\${path.module}/routes.json"))
}
`;

const subscription = (source: string) => `
resource "google_pubsub_subscription" "${source}" {
  count  = local.routes.triggers.${source} == null ? 0 : 1
  topic  = "${source}"
  filter = local.routes.triggers.${source}.filter
  retry_policy {
    minimum_backoff = "10s"
  }
  dead_letter_policy {
    max_delivery_attempts = 100
  }
}
`;

const NOTIFICATION = `
resource "google_storage_notification" "uploads" {
  count = local.routes.triggers.uploads == null ? 0 : 1
  topic = google_pubsub_topic.uploads[0].id
}
`;

const GCP = LOCALS + NOTIFICATION + subscription('uploads') + subscription('events');

/** GCP with a change that must be one. */
const gcpWith = (from: string | RegExp, to: string) => {
  const changed = GCP.replace(from, to);
  expect(changed).not.toBe(GCP);
  return changed;
};

describe('a source that some route needs', () => {
  it('is fine with trigger, filter, retry and dead letter, made for each or for all', async () => {
    expect(await findings('gcp', BOTH, GCP)).toEqual([]);
    const all = `locals {
  triggers = { for source, trigger in local.routes.triggers : source => trigger if trigger != null }
  uploads  = contains(keys(local.triggers), "uploads")
}
${subscription('router')
  .replace(/count .*/, 'for_each = local.triggers')
  .replace(/filter = .*/, 'filter = each.value.filter')}
${NOTIFICATION.replace(/count .*/, 'count = local.uploads ? 1 : 0')}`;
    expect(await findings('gcp', BOTH, LOCALS + all)).toEqual([]);
  });

  it('lacks a trigger where no resource brings it', async () => {
    const [finding, ...others] = await findings('gcp', BOTH, LOCALS + subscription('uploads') + subscription('events'));
    expect(others).toEqual([]);
    expect(finding).toEqual({
      ...{ level: 'error', code: 'no-trigger', cloud: 'gcp', place: 'terraform/gcp', routes: ['resize'] },
      message: 'Route resize has no trigger for uploads: expected google_storage_notification, got none',
      fix: 'Add one that is there when local.routes.triggers.uploads is not null',
    });
  });

  it('lacks a retry or a dead letter where the resource has none, and its place is told', async () => {
    const found = await findings(
      'gcp',
      ORDERS,
      gcpWith(/(filter = local\.routes\.triggers\.events\.filter)[\s\S]*$/, '$1\n}\n'),
    );
    expect(codes(found)).toEqual([
      'no-retry google_pubsub_subscription.events',
      'no-dead-letter google_pubsub_subscription.events',
    ]);
    expect(found.map(describeDeployFinding)[0]).toBe(
      'terraform/gcp/main.tf:22, google_pubsub_subscription.events: Route reserve has no retry for events: expected retry_policy, got none. Add retry_policy to it',
    );
  });

  it('lacks a filter where that is not made from routes.json', async () => {
    const [finding, ...others] = await findings('gcp', ORDERS, gcpWith('local.routes.triggers.events.filter', '"a"'));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'no-filter', resource: 'google_pubsub_subscription.events' });
    expect(finding?.message).toMatch(/expected filter made from local\.routes\.triggers\.events, got another$/);
  });

  it('is asked for on Azure, too', async () => {
    const event = (type: string, source: string) => `
resource "${type}" "${source}" {
  for_each = { for one in try(local.routes.triggers.${source}.subscriptions, []) : one.name => one }
  azure_function_endpoint {
    function_id = "f"
  }
  dynamic "advanced_filter" {
    for_each = each.value.advancedFilters
    content {}
  }
  retry_policy {
    max_delivery_attempts = 30
  }
  storage_blob_dead_letter_destination {
    storage_blob_container_name = "d"
  }
}
`;
    const uploads = event('azurerm_eventgrid_system_topic_event_subscription', 'uploads');
    const events = event('azurerm_eventgrid_event_subscription', 'events');
    expect(await findings('azure', BOTH, LOCALS + uploads + events)).toEqual([]);
    expect(codes(await findings('azure', BOTH, LOCALS + uploads))).toEqual([
      'no-trigger',
      'no-filter',
      'no-retry',
      'no-dead-letter',
    ]);
    const bare = events.replace(/ {2}storage_blob[\s\S]*?\}\n/, '');
    expect(codes(await findings('azure', BOTH, LOCALS + uploads + bare))).toEqual([
      'no-dead-letter azurerm_eventgrid_event_subscription.events',
    ]);
  });
});

describe('a source that no route needs', () => {
  it('has nothing that depends on it', async () => {
    expect(await findings('gcp', ORDERS, GCP)).toEqual([]);
  });

  it('leaves a resource without work that would be there all the same', async () => {
    const found = await findings('gcp', ORDERS, gcpWith(/(notification" "uploads" \{\n) {2}count.*\n/, '$1'));
    expect(found).toEqual([
      {
        ...{ level: 'warning', code: 'serves-no-route', cloud: 'gcp', place: 'terraform/gcp/main.tf:5' },
        resource: 'google_storage_notification.uploads',
        message: 'it serves no route: none takes what uploads brings, and it would be there all the same',
        fix: 'Make it depend on local.routes.triggers.uploads, or delete it',
      },
    ]);
  });

  it('is told from what another resource’s condition says', async () => {
    const follows = gcpWith(
      /(notification" "uploads" \{\n) {2}count.*\n/,
      '$1  for_each = google_pubsub_subscription.uploads\n',
    );
    expect(await findings('gcp', ORDERS, follows)).toEqual([]);
  });
});

describe('joins', () => {
  const JOINS = some('reserve', 'ship');
  const schedule = (count: string) =>
    `${GCP}resource "google_cloud_scheduler_job" "sweep" {\n${count}  schedule = "* * * * *"\n}\n`;

  it('lack a schedule where nothing wakes them', async () => {
    const [finding, ...others] = await findings('gcp', JOINS, GCP);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ level: 'error', code: 'no-trigger', place: 'terraform/gcp' });
    expect(finding?.message).toMatch(/^the joins have no schedule, .*expected google_cloud_scheduler_job, got none$/);
    expect(await findings('gcp', JOINS, schedule(''))).toEqual([]);
  });

  it('are not there for a schedule that would be there all the same', async () => {
    expect(codes(await findings('gcp', ORDERS, schedule('')))).toEqual([
      'serves-no-route google_cloud_scheduler_job.sweep',
    ]);
    expect(await findings('gcp', ORDERS, schedule('  count = local.routes.joins ? 1 : 0\n'))).toEqual([]);
  });
});

describe('a grant', () => {
  const grant = (comment: string, count = '') =>
    `${GCP}\n${comment}resource "google_secret_manager_secret_iam_member" "one" {\n${count}  role = "r"\n}\n`;
  const needless = async (hcl: string, table = ORDERS) => codes(await findings('gcp', table, hcl));
  const FOUND = 'google_secret_manager_secret_iam_member.one';

  it('is needless where no handler uses what it is for, and nothing makes it depend on that', async () => {
    const [finding] = await findings('gcp', ORDERS, grant('# for: mail (the SMTP URL)\n'));
    expect(finding).toMatchObject({ level: 'warning', code: 'needless-grant', resource: FOUND });
    expect(finding?.fix).toBe('Make it depend on contains(local.routes.needs, "mail"), or delete it');
    expect(await needless(grant('# for: thumbnails\n'))).toEqual([`needless-grant ${FOUND}`]);
    expect(await needless(grant('# for: uploads\n'))).toEqual([`needless-grant ${FOUND}`]);
    expect(await needless(grant('# for: sweep\n'))).toEqual([`needless-grant ${FOUND}`]);
  });

  it('is fine where a handler uses it, where it depends on that, and where it is for what is always needed', async () => {
    expect(await needless(grant('# for: thumbnails\n'), BOTH)).toEqual([]);
    expect(await needless(grant('# for: mail\n', '  count = contains(local.routes.needs, "mail") ? 1 : 0\n'))).toEqual(
      [],
    );
    expect(await needless(grant('# for: dead letters\n# more of it\n'))).toEqual([]);
    expect(await needless(grant('# for: mail, state\n'))).toEqual([]);
  });

  it('does not depend on one port because it depends on another', async () => {
    const other = grant('# for: mail\n', '  count = contains(local.routes.needs, "blobs") ? 1 : 0\n');
    expect(await needless(other)).toEqual([`needless-grant ${FOUND}`]);
  });

  it('says whom it is for', async () => {
    const [finding] = await findings('gcp', ORDERS, grant(''));
    expect(finding).toMatchObject({ level: 'warning', code: 'untold-grant', fix: 'Add the comment above it' });
    const [mistyped] = await findings('gcp', ORDERS, grant('# for: thumbnials\n'));
    expect(mistyped).toMatchObject({ code: 'untold-grant', fix: 'Did you mean thumbnails?' });
  });

  it('is each statement of a policy that allows something', async () => {
    const aws = `${LOCALS}
data "aws_iam_policy_document" "router" {
  # for: state
  statement {
    sid     = "State"
    actions = ["dynamodb:GetItem"]
  }
  dynamic "statement" {
    for_each = contains(local.routes.needs, "mail") ? ["mail"] : []

    # for: mail
    content {
      sid     = "Mail"
      actions = ["secretsmanager:GetSecretValue"]
    }
  }
  dynamic "statement" {
    for_each = var.more

    # for: payments
    content {
      sid     = "Payments"
      actions = ["secretsmanager:GetSecretValue"]
    }
  }
  statement {
    sid     = "Untold"
    actions = ["s3:GetObject"]
  }
  statement {
    sid     = "Tls"
    effect  = "Deny"
    actions = ["s3:*"]
  }
}
data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
  }
}
`;
    const found = (await findings('aws', ORDERS, aws)).filter(({ code }) => code.endsWith('grant'));
    expect(found.map(({ code, place }) => [code, place])).toEqual([
      ['untold-grant', 'terraform/aws/main.tf:30'],
      ['needless-grant', 'terraform/aws/main.tf:25'],
    ]);
  });
});

describe('routes.json', () => {
  it('is missing, on each cloud', async () => {
    await write('terraform/README.md', '');
    const found = await findDeployFindings({ table: BOTH, file, root });
    expect(codes(found)).toEqual(['not-compiled', 'not-compiled', 'not-compiled']);
    expect(found.map(({ place }) => place)).toEqual(
      ['gcp', 'azure', 'aws'].map((cloud) => `terraform/${cloud}/routes.json`),
    );
  });

  it('is not asked for three times where there is no folder for it', async () => {
    expect(await findDeployFindings({ table: BOTH, file, root })).toMatchObject([
      { level: 'error', code: 'not-compiled', place: 'terraform', fix: 'Get it back from the repository' },
    ]);
  });

  it('is stale where a member is another', async () => {
    await findings('gcp', BOTH, GCP);
    await write('terraform/gcp/routes.json', '{"needs": ["blobs"]}');
    const [, , last] = (await findDeployFindings({ table: BOTH, file, root })).filter(({ cloud }) => cloud === 'gcp');
    expect(last?.message).toBe(
      'it is not what the routes compile to: /comment, /longestTimeoutSeconds, /ordered, /joins, /triggers and 2 more differ',
    );
  });

  it('is stale where it is no JSON, and not where it is only written in another way', async () => {
    await findings('azure', BOTH, LOCALS);
    const staleWith = async (text: string) => {
      await write('terraform/azure/routes.json', text);
      const found = await findDeployFindings({ table: BOTH, file, root });
      return found.filter(({ cloud, code }) => cloud === 'azure' && code === 'stale').map(({ message }) => message);
    };
    const text = await readFile(join(root, 'terraform/azure/routes.json'), 'utf8');
    expect(await staleWith('{')).toEqual(['it is not what the routes compile to: the whole of it differs']);
    expect(await staleWith(JSON.stringify(JSON.parse(text)))).toEqual([]);
    expect(await staleWith(text.replaceAll('\n', '\r\n'))).toEqual([]);
  });
});

describe('HCL that cannot be read', () => {
  it('is a finding with file and line', async () => {
    const [finding] = await findings('gcp', ORDERS, 'resource "a" "b" {\n  c = \n}\n');
    expect(finding).toMatchObject({ level: 'error', code: 'unreadable', cloud: 'gcp' });
    expect(finding?.message).toMatch(/terraform\/gcp\/main\.tf:2,/);
  });
});
