import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type JestReport, summarize } from '../../tooling/summary.ts';

const NOTHING: JestReport = {
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults: [],
};

function skipped(...titles: readonly string[]) {
  return { ancestorTitles: titles.slice(0, -1), title: titles.at(-1) ?? '', status: 'pending' };
}

function skipsOf(...assertionResults: readonly ReturnType<typeof skipped>[]) {
  return summarize({ ...NOTHING, testResults: [{ name: join(process.cwd(), 'a.test.ts'), assertionResults }] }).skips;
}

describe('the last line', () => {
  it.each<[string, Partial<JestReport>, string]>([
    ['passed and failed', { numPassedTests: 12, numFailedTests: 1 }, '12 passed, 1 failed'],
    ['skipped when there are any', { numPassedTests: 1, numPendingTests: 2 }, '1 passed, 0 failed, 2 skipped'],
    ['what is still to be written as skipped', { numTodoTests: 1 }, '0 passed, 0 failed, 1 skipped'],
    ['a file that could not be run as failed', { numRuntimeErrorTestSuites: 2 }, '0 passed, 2 failed'],
  ])('counts %s', (_what, counts, line) => {
    expect(summarize({ ...NOTHING, ...counts }).line).toBe(line);
  });

  it('goes with the number of failures', () => {
    expect(summarize({ ...NOTHING, numFailedTests: 1, numRuntimeErrorTestSuites: 2 }).failed).toBe(3);
    expect(summarize(NOTHING).failed).toBe(0);
  });
});

describe('the list of skips', () => {
  it('names a test and its reason', () => {
    expect(skipsOf(skipped('mail', 'arrives [skipped: no Java]'))).toEqual(['mail › arrives: no Java']);
  });

  it('names a group once, with the number of its tests', () => {
    const group = ['Kafka', 'a broker [skipped: no Java]'];
    expect(skipsOf(skipped(...group, 'starts'), skipped(...group, 'stops'))).toEqual([
      'Kafka › a broker: no Java (2 tests)',
    ]);
  });

  it('reads a reason in parentheses too', () => {
    expect(skipsOf(skipped('a mirror (no Maven, which fetches Kafka)', 'copies'))).toEqual([
      'a mirror: no Maven, which fetches Kafka',
    ]);
  });

  it('says where no reason is given', () => {
    expect(skipsOf(skipped('a', 'b'), skipped('a', 'c'))).toEqual(['a.test.ts: no reason given (2 tests)']);
  });

  it('leaves out what ran', () => {
    const ran = ['passed', 'failed'].map((status) => ({ ...skipped('a (b)'), status }));
    expect(skipsOf(...ran)).toEqual([]);
  });
});
