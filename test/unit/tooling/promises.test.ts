import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
const tests = new Set(
  readdirSync(join(ROOT, 'test/unit'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => file.replace(/^.*[/\\]/, '').replace('.test.ts', '')),
);

/** The rows of the table of promises: number, text and the tests that hold it. */
const rows = readFileSync(join(ROOT, 'docs/delivery.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('docs/delivery.md', () => {
  it('numbers its promises', () => {
    expect(rows.map(([, number]) => Number(number))).toEqual(rows.map((_row, index) => index + 1));
    expect(rows.length).toBeGreaterThan(10);
  });

  it.each(rows.map(([, number, text, held]) => ({ number, text, held })))(
    'says MUST and names a test that is there: $number',
    ({ text, held = '' }) => {
      expect(text).toContain('MUST');
      const named = [...held.replace('simulation', '`simulation`').matchAll(/`([a-z-]+)`/g)].map(
        ([, name]) => name ?? '',
      );
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((name) => !tests.has(name))).toEqual([]);
    },
  );
});
