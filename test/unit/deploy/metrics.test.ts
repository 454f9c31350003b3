import { expect, it } from '@jest/globals';
import { createMetrics } from '../../../functions/kafka/worker/watch/metrics.ts';
import { readPage } from './deploy-folder.ts';

it('docs/kafka.md names the metrics that there are, and no other', async () => {
  const { registry } = createMetrics();
  const own = (await registry.getMetricsAsJSON()).map(({ name }) => name).filter((name) => name.startsWith('waybill_'));
  const named = readPage().match(/\bwaybill_[a-z_]+\b/g) ?? [];
  const known = named.map((name) => name.replace(/_bucket$/, '')).filter((name) => name !== 'waybill_state');
  expect([...new Set(known)].sort()).toEqual(own.sort());
});
