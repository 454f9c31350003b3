import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../../functions/kafka/worker/watch/metrics.ts';
import { at, readPage, readYaml } from './deploy-folder.ts';

type Rule = { readonly alert: string; readonly expr: string; readonly annotations: { readonly summary: string } };

const rules = at(readYaml('alerts.yaml'), 'groups.0.rules') as Rule[]; // as Prometheus has them

describe('deploy/kafka/alerts.yaml', () => {
  it('asks for metrics that the worker has, with labels that they have', async () => {
    const { registry } = createMetrics();
    const known = new Set((await registry.getMetricsAsJSON()).map(({ name }) => name));
    const asked = rules.flatMap(({ expr }) => expr.match(/\b(waybill|process)_[a-z_]+\b/g) ?? []);
    expect(asked.filter((name) => !known.has(name.replace(/_bucket$/, '')))).toEqual([]);
    const labels = rules.flatMap(({ expr }) => [...expr.matchAll(/by \(([^)]+)\)/g)].flatMap(([, names]) => names));
    expect([...new Set(labels.flatMap((names) => names?.split(', ')))].sort()).toEqual([
      'code',
      'le',
      'route',
      'topic',
    ]);
  });

  it('has each alarm in docs/kafka.md, and no other', () => {
    const named = [...readPage().matchAll(/^\| `(Waybill\w+)` \|/gm)].map(([, name]) => name);
    expect(named).toEqual(rules.map(({ alert }) => alert));
  });
});
