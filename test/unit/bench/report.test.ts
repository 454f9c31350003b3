import { describe, expect, test } from '@jest/globals';
import { formatRate, formatRatio } from '../../../bench/report/format.ts';
import { toKafkaResults } from '../../../bench/report/kafka-results.ts';
import { toResults } from '../../../bench/report/results.ts';
import { toMarkdown, toText } from '../../../bench/report/table.ts';
import { judge } from '../../../bench/report/verdict.ts';

describe('a verdict', () => {
  const least = { target: '≥ 3 × a peer', unit: '×', least: 3 };

  test('holds when every value does, and tells the nearest', () => {
    const verdict = judge(least, [
      { name: 'EXACT', value: 8 },
      { name: 'NUMERIC', value: 3 },
    ]);
    expect(verdict).toEqual({ target: '≥ 3 × a peer', holds: true, detail: 'the nearest: NUMERIC 3.00 ×' });
  });

  test('misses by the factor of the worst, and tells all that miss', () => {
    const { holds, detail } = judge(least, [
      { name: 'EXACT', value: 8 },
      { name: 'PREFIX', value: 2 },
      { name: 'NUMERIC', value: 1.5 },
    ]);
    expect(holds).toBe(false);
    expect(detail).toBe('missed by 2 of 3, the worst by a factor of 2.00: NUMERIC 1.50 ×, PREFIX 2.00 ×');
  });

  test('of an upper bound misses above it', () => {
    const most = { target: '≤ 2 s', unit: 's', most: 2 };
    expect(judge(most, [{ name: 'mixed', value: 2 }]).holds).toBe(true);
    expect(judge(most, [{ name: 'mixed', value: 5 }]).detail).toBe(
      'missed by 1 of 1, the worst by a factor of 2.50: mixed 5.00 s',
    );
  });

  test('misses where ours has no value, and is open where nothing was measured', () => {
    expect(judge(least, [{ name: 'EXACT', value: undefined }])).toMatchObject({
      holds: false,
      detail: 'missed by 1 of 1, the worst without any value: EXACT not measured',
    });
    expect(judge(least, []).holds).toBeUndefined();
  });
});

test.each([
  [1_234_567, '1.23 M'],
  [45_678, '45.7 k'],
  [190_400, '190 k'],
  [789.4, '789'],
  [0.4, '0.40'],
])('a rate of %d reads %s', (rate, text) => {
  expect(formatRate(rate)).toBe(text);
});

test('a ratio has three digits', () => {
  expect([0.256, 3.2, 45.67, 1_234].map(formatRatio)).toEqual(['0.26 ×', '3.20 ×', '45.7 ×', '1,234 ×']);
});

const table = { title: 'Rates', head: ['kind', 'waybill'], rows: [['EXACT', '1.2 M']], notes: ['a note'] };

test('a table lines up on a terminal', () => {
  expect(toText(table).split('\n').slice(2, 5)).toEqual(['kind   waybill', '─────  ───────', 'EXACT    1.2 M']);
});

test('a table is one in Markdown', () => {
  expect(toMarkdown(table)).toBe('## Rates\n\n| kind | waybill |\n| --- | --: |\n| EXACT | 1.2 M |\n\n- a note\n');
});

test('what was written by hand about the profile outlives the next run', () => {
  const results = { date: '2026-01-31', machine: 'a machine', contenders: [], tables: [table], verdicts: [] };
  const first = toResults(results, '');
  const edited = first.replace('Nothing yet.', 'Half of the time is spent in numbers.');
  expect(toResults({ ...results, date: '2026-02-01' }, edited)).toContain('Half of the time is spent in numbers.\n');
});

test('Kafka’s part is made new at the end, and leaves the others and what was written by hand as they are', () => {
  const results = { date: '2026-01-31', machine: 'a machine', contenders: [], verdicts: [] };
  const rates = { ...table, title: 'Kafka: rates' };
  const others = toResults({ ...results, tables: [table] }, '');
  const first = toKafkaResults({ ...results, tables: [rates, { ...rates, title: 'Kafka: memory' }] }, others);
  const edited = first.replace(/Nothing yet\.\n$/, 'Garbage is a sixth.\n');
  const second = toKafkaResults(
    { ...results, date: '2026-02-01', tables: [{ ...rates, rows: [['EXACT', '2 M']] }] },
    edited,
  );
  expect(second.startsWith(others)).toBe(true);
  expect(second).toContain('Garbage is a sixth.');
  expect(second.match(/^## .*/gm)).toEqual([
    ...(others.match(/^## .*/gm) ?? []),
    '## Kafka: rates',
    '## Kafka: targets',
    '## What the profile of the worker shows',
  ]);
  expect(second).toContain('| EXACT | 2 M |');
  expect(toResults({ ...results, tables: [table] }, second)).toContain('## Kafka: rates');
});
