import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkModule } from '../../tooling/terraform/check-module.ts';
import { loadFacts } from '../../tooling/terraform/facts.ts';
import { grantsWithoutReason } from '../../tooling/terraform/grants.ts';
import { folderOf } from '../../tooling/terraform/modules.ts';
import { readModule, topsOfKind } from '../../tooling/terraform/read-module.ts';

const module = await readModule(folderOf('azure'), 'terraform/azure');
const subscriptions = topsOfKind(module, 'resource').filter(({ labels: [type = ''] }) =>
  /^azurerm_eventgrid_(?:system_topic_)?event_subscription$/.test(type),
);

/** What Event Grid gave up on comes by this one; behind it there is nothing. */
const isOfDeadLetters = (name = '') => /dead_letters|given_up/.test(name);

describe('terraform/azure', () => {
  it('holds nothing that the provider’s schema or the module itself does not know', () => {
    expect(checkModule(module, loadFacts())).toEqual([]);
  });

  it('gives every grant a reason', () => {
    expect(grantsWithoutReason(folderOf('azure'))).toEqual([]);
  });

  it('has a block for every operator that a filter may have, in each subscription of the router', () => {
    const text = readFileSync(
      join(import.meta.dirname, '../../../functions/azure/native-filter/subscription.ts'),
      'utf8',
    );
    const operators = [...text.matchAll(/'((?:Is|Number|String)[A-Za-z]+)'/g)].map(([, operator]) => operator);
    expect(operators.length).toBeGreaterThan(5);
    for (const file of ['events.tf', 'uploads.tf']) {
      const blocks = readFileSync(join(folderOf('azure'), file), 'utf8').matchAll(
        /filter\.operatorType == "([A-Za-z]+)"/g,
      );
      expect([...blocks].map(([, operator]) => operator).sort()).toEqual(operators.toSorted());
    }
  });

  it('gives every subscription a retry policy and CloudEvents', () => {
    expect(subscriptions.length).toBeGreaterThan(2);
    for (const { labels, body } of subscriptions)
      expect([labels[1], body.retry_policy, body.event_delivery_schema]).toEqual([
        labels[1],
        [expect.objectContaining({ event_time_to_live: expect.anything(), max_delivery_attempts: expect.anything() })],
        'CloudEventSchemaV1_0',
      ]);
  });

  it('gives every subscription a dead letter, but for the one that dead letters come by', () => {
    const without = subscriptions.filter(({ body }) => body.storage_blob_dead_letter_destination === undefined);

    expect(without.map(({ labels }) => labels[1]).filter((name) => !isOfDeadLetters(name))).toEqual([]);
    expect(without.length).toBeLessThan(subscriptions.length);
  });
});
