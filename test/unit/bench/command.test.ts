import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parseOnly } from '../../../bench/command/only.ts';

const run = promisify(execFile);
const RUN = join(import.meta.dirname, '../../../bench/run.ts');

async function bench(...args: readonly string[]) {
  const done = run(process.execPath, [RUN, ...args]).then((output) => ({ code: 0, ...output }));
  return done.catch((error: { code: number; stdout: string; stderr: string }) => error);
}

describe('--only', () => {
  test('of nothing is everything', () => {
    const only = parseOnly([]);
    expect(only.hasCase('citylots', 'NUMERIC')).toBe(true);
    expect(only.hasCase('cloudevents', 'numeric', 10)).toBe(true);
    expect(only.hasSection('deliveries')).toBe(true);
    expect(only.hasPeer('quamina')).toBe(true);
  });

  test('of nothing leaves out what must be named', () => {
    expect(parseOnly([]).names('kafka')).toBe(false);
    expect(parseOnly(['Kafka']).names('kafka')).toBe(true);
    expect(['kafka', 'citylots', 'quamina'].map((word) => parseOnly([word]).hasMatchers)).toEqual([false, true, true]);
  });

  test('of a section leaves out the others', () => {
    const only = parseOnly(['deliveries']);
    expect(only.hasSection('deliveries')).toBe(true);
    expect(only.hasSection('wildcard-limit')).toBe(false);
    expect(only.hasCase('citylots', 'NUMERIC')).toBe(false);
  });

  test('takes words of one meaning as alternatives, and of several meanings together', () => {
    const only = parseOnly(['Numeric', 'EXACT', 'citylots', 'quamina']);
    expect(only.hasCase('citylots', 'NUMERIC')).toBe(true);
    expect(only.hasCase('citylots', 'EXACT')).toBe(true);
    expect(only.hasCase('citylots', 'COMBO')).toBe(false);
    expect(only.hasCase('cloudevents', 'numeric', 10)).toBe(false);
    expect(only.hasSection('deliveries')).toBe(false);
    expect(['quamina', 'sift'].map(only.hasPeer)).toEqual([true, false]);
  });

  test('of a number of rules is of workloads alone', () => {
    const only = parseOnly(['1,000']);
    expect(only.hasCase('cloudevents', 'equals', 1_000)).toBe(true);
    expect(only.hasCase('cloudevents', 'equals', 100)).toBe(false);
    expect(only.hasCase('citylots', 'EXACT')).toBe(false);
  });

  test('of a word that nothing is called by asks whether another was meant', () => {
    expect(() => parseOnly(['numerc'])).toThrow('numerc: nothing in the bench is called so. Did you mean numeric?');
  });
});

describe('the command', () => {
  test('measures one cell and prints one JSON document', async () => {
    const { code, stdout } = await bench('--only', 'cloudevents', 'equals', '10', '--no-peers', '--quick', '--json');
    const { cells } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(cells).toMatchObject([
      { name: 'equals', rules: 10, contender: 'waybill', outcome: { kind: 'measured' } },
      { name: 'equals', rules: 10, contender: 'JSON.parse', outcome: { kind: 'measured' } },
    ]);
  });

  test.each([
    ['--oly', 'Did you mean --only?'],
    ['--only=numerc', 'Did you mean numeric?'],
    ['citylot', 'Did you mean citylots?'],
    ['--long', 'expected kafka with it'],
  ])('ends with 2 on wrong usage: %s', async (argument, words) => {
    const { code, stderr } = await bench(argument);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(words) });
  });

  test('shows examples with --help', async () => {
    const { code, stdout } = await bench('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('npm run bench -- --only citylots numeric quamina');
  });
});
