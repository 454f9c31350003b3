import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SWEEP_EVENT } from '../../../local/laptop/sweep-event.ts';
import { toBinaryMode } from '../../../shared/schemas/content-modes.ts';
import { checkModule } from '../../tooling/terraform/check-module.ts';
import { loadFacts } from '../../tooling/terraform/facts.ts';
import { grantsWithoutReason } from '../../tooling/terraform/grants.ts';
import { folderOf } from '../../tooling/terraform/modules.ts';
import { readModule, type Top, topsOfKind } from '../../tooling/terraform/read-module.ts';

const folder = folderOf('gcp');
const module = await readModule(folder, 'terraform/gcp');

function resources(type: string): readonly Top[] {
  return topsOfKind(module, 'resource').filter(({ labels }) => labels[0] === type);
}

describe('terraform/gcp', () => {
  it('holds nothing that the provider’s schema or the module itself does not know', () => {
    expect(checkModule(module, loadFacts())).toEqual([]);
  });

  it('gives every grant a reason', () => {
    expect(grantsWithoutReason(folder)).toEqual([]);
  });

  it('gives every subscription a retry policy and no end', () => {
    const subscriptions = resources('google_pubsub_subscription');

    expect(subscriptions.map(({ labels }) => labels[1])).toEqual(['dead_letters', 'router']);
    for (const { body } of subscriptions) {
      expect(body.retry_policy).toEqual([{ minimum_backoff: '10s', maximum_backoff: '600s' }]);
      expect(body.expiration_policy).toEqual([{ ttl: '' }]);
    }
  });

  it('gives every subscription a dead letter, but for the one that dead letters come by', () => {
    const without = resources('google_pubsub_subscription').filter(({ body }) => body.dead_letter_policy === undefined);

    expect(without.map(({ labels, body }) => [labels[1], body.topic])).toEqual([
      ['dead_letters', expect.stringContaining('google_pubsub_topic.dead_letters.id')],
    ]);
  });

  it('calls functions with a token, and lets nobody else call them', () => {
    const pushes = resources('google_pubsub_subscription').map(({ body }) => JSON.stringify(body.push_config));
    const invokers = topsOfKind(module, 'resource').filter(({ body }) => body.role === 'roles/run.invoker');

    expect(pushes.every((push) => push.includes('oidc_token') && push.includes('audience'))).toBe(true);
    expect(invokers.map(({ body }) => body.member)).toEqual([
      expect.stringContaining('google_service_account.push.member'),
    ]);
    expect(readFileSync(join(folder, 'access.tf'), 'utf8')).not.toMatch(/allUsers|allAuthenticatedUsers/);
  });

  it('has no bucket that could be public', () => {
    for (const { body } of resources('google_storage_bucket'))
      expect(body).toMatchObject({ uniform_bucket_level_access: true, public_access_prevention: 'enforced' });
  });

  it('sends the sweep that the laptop sends', () => {
    const [job] = resources('google_cloud_scheduler_job');
    const attributes = toBinaryMode(SWEEP_EVENT).attributes.map(([name, value]) => [`ce-${name}`, value]);

    expect(job?.body.pubsub_target).toEqual([expect.objectContaining({ attributes: Object.fromEntries(attributes) })]);
  });
});
