import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { toGraph } from '../../../cli/routes/graph.ts';
import { toMermaid } from '../../../cli/routes/mermaid.ts';
import { join } from '../../../shared/routing/join.ts';
import { type RouteDefinition, route } from '../../../shared/routing/route.ts';
import type { Target } from '../../../shared/routing/table.ts';
import { ROOT } from '../../e2e/support/checkout.ts';
import { blocksIn, readReadme } from '../../e2e/support/readme.ts';
import { waybill } from '../../e2e/support/waybill.ts';

const named = (name: string, more: Partial<RouteDefinition<unknown, string>> = {}) =>
  route<unknown, string>({ name, on: 'a', schema: z.unknown(), handle: async () => {}, ...more });

/** The lines below the sources’, without the descriptions of what was described before. */
const draw = (...targets: readonly Target[]) => {
  const [first, ...lines] = toMermaid(toGraph(targets)).split('\n');
  expect(first).toBe('flowchart LR');
  return lines.filter((line) => !/^ {2}(?:uploads|events)\(/.test(line));
};

describe('the picture of a table', () => {
  it('is the README’s', async () => {
    const { code, stdout, stderr } = await waybill(ROOT, ['routes', 'list', '--mermaid']);
    expect([code, stderr]).toEqual([0, '']);
    expect(blocksIn(await readReadme(), 'mermaid')).toEqual([{ tag: 'mermaid', code: stdout }]);
  });

  it('has an upload come from storage, and everything else from who publishes it', () => {
    const lines = toMermaid(toGraph([named('one', { on: ['blob.uploaded', 'order.placed'] })])).split('\n');
    expect(lines[1]).toMatch(/^ {2}uploads\(\["uploads<br>.*S3"\]\) --> t0\[\/"blob\.uploaded"\/\]$/);
    expect(lines[2]).toMatch(/^ {2}events\(\[.*EventBridge"\]\) & kafka\(\[.*MSK"\]\) --> t1\[\/"order\.placed"\/\]$/);
  });

  it('gives routes without a condition one arrow, and others their own', () => {
    const where = { data: { a: [1], b: { c: [2] } } };
    expect(draw(named('one'), named('two', { where }), named('three'))).toEqual([
      '  t0 --> r0["one"] & r2["three"]',
      '  t0 -->|"where data.a, data.b.c"| r1["two"]',
    ]);
  });

  it('counts the fields of a long condition, and tells of filters', () => {
    const where = { data: { a: [1], b: [2], c: [3], d: [4] } };
    const filters = [{ exact: { source: '/shop' } }];
    expect(draw(named('one', { where, filters }))).toEqual([
      '  t0 -->|"where data.a, data.b, 2 more<br>filters"| r0["one"]',
    ]);
  });

  it('leads from what a route emits to who wants it, and ends where nobody does', () => {
    expect(draw(named('one', { emits: ['b', 'c', 'd'] }), named('two', { on: ['b', 'c'] }))).toEqual([
      '  t0 --> r0["one"]',
      '  r0 -->|"b<br>c"| r1["two"]',
      '  r0 --> e0[/"d"/]',
    ]);
  });

  it('has dotted arrows for what closes a join', () => {
    const none = async () => {};
    const both = join({
      name: 'both',
      opens: 'a',
      all: ['b'],
      unless: ['c'],
      by: 'subject',
      within: '1h',
      handle: none,
      otherwise: none,
    });
    expect(draw(named('one', { emits: ['b', 'c'] }), both)).toEqual([
      '  t0 --> r0["one"] & r1{{"join both"}}',
      '  r0 -->|"b"| r1',
      '  r0 -.->|"c"| r1',
    ]);
  });

  it('writes what Mermaid or HTML would take for its own as a code', () => {
    expect(draw(named('one', { on: 'a"]-->b;<i>#`x`\n%%' }))).toEqual(['  t0 --> r0["one"]']);
    const [, source = ''] = toMermaid(toGraph([named('one', { on: 'a"]<i>#`\nend' })])).split('\n');
    expect(source).toContain('t0[/"a#34;#93;#60;i#62;#35;#96; end"/]');
  });
});
