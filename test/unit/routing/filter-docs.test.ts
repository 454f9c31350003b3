import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod/mini';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/filters.md'), 'utf8');
const tests = new Set(
  [import.meta.dirname, join(import.meta.dirname, '../functions')]
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => file.replace(/^.*[/\\]/, '').replace('.test.ts', '')),
);

/** The rows of the tables of rules: number, text and the tests that hold it. */
const rows = page
  .split('\n')
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

describe('docs/filters.md', () => {
  it('numbers its rules', () => {
    expect(rows.map(([, number]) => Number(number))).toEqual(rows.map((_row, index) => index + 1));
    expect(rows.length).toBeGreaterThan(20);
  });

  it.each(rows.map(([, number, text, held]) => ({ number, text, held })))(
    'says MUST and names tests that are there: $number',
    ({ text, held = '' }) => {
      expect(text).toContain('MUST');
      const named = [...held.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name);
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((name) => !tests.has(name))).toEqual([]);
    },
  );

  it('has an example that works', () => {
    const [, code = ''] = /```ts\n([\s\S]*?)\n```/.exec(page) ?? [];
    const make = new Function('route', 'AnyOrder', 'audit', `return ${code}`);
    const table = defineRoutes([make(route, z.any(), async () => {})]);
    const wants = (attributes: object) => {
      const event = parseCloudEvent({ specversion: '1.0', id: '1', type: 'order.placed', ...attributes });
      return event.ok && table.match(event.value).length === 1;
    };
    expect(wants({ source: '/shop/eu' })).toBe(true);
    expect(wants({ source: '/shop/us', region: 'de', priority: 5 })).toBe(true);
    expect(wants({ source: '/shop/us', region: 'de', priority: '3' })).toBe(false);
    expect(wants({ source: '/shop/us' })).toBe(false);
    expect(wants({ source: '/shop/eu', subject: 'test' })).toBe(false);
    expect(wants({ source: '/other/eu' })).toBe(false);
  });
});
