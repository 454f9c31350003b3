import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../bench/cells/cell.ts';
import { createCliffs } from '../../../bench/cells/cliffs.ts';
import { median } from '../../../bench/cells/median.ts';
import { runCell } from '../../../bench/cells/run-cell.ts';
import type { Contender } from '../../../bench/contenders/contender.ts';
import { operatorsOf } from '../../../bench/contenders/operators.ts';
import { addTo, answerOf, type Case } from '../../../bench/workloads/case.ts';

const peer: Contender = {
  name: 'peer',
  version: '1',
  prepare: () => Promise.reject(new Error('Is never prepared')),
  warmUp: 0,
};
const kase: Case = {
  section: 'cloudevents',
  name: 'equals',
  rules: ['{}', '{}'],
  events: ['{}', '{}'],
  wanted: (event) => [event],
};
const settings = { verify: 1, warmUp: 1, round: 1, rounds: 1, limit: 20_000 };

/** A contender that runs this script instead of matching anything. */
function runScript(script: string, limit = settings.limit): Promise<Outcome> {
  const command = () => [process.execPath, '-e', script];
  const task = { rules: '', events: '', settings: { ...settings, limit }, mode: '' };
  return runCell([peer, { command }], kase, task);
}

function print(answer: object): string {
  const report = { buildMs: 1, inputs: { bytes: { ...answer, rates: [1, 3, 2] } } };
  return `console.log(${JSON.stringify(JSON.stringify(report))})`;
}

describe('a cell', () => {
  test('is measured when its contender found what is wanted', async () => {
    const found = { ...answerOf(kase.wanted, 2), events: 2 };
    expect(await runScript(print(found))).toMatchObject({ kind: 'measured' });
  });

  test('is measured when there was time for some of the events only', async () => {
    const found = { ...answerOf(kase.wanted, 1), events: 1 };
    expect(await runScript(print(found))).toMatchObject({ kind: 'measured' });
  });

  test('is wrong when there are too few matches', async () => {
    const why = 'from bytes, 1 matches in the first 2 events, expected 2';
    expect(await runScript(print({ ...answerOf(kase.wanted, 1), events: 2 }))).toEqual({ kind: 'wrong', why });
  });

  test('is wrong when as many matches are of other rules', async () => {
    const found = { ...answerOf((event) => [1 - event], 2), events: 2 };
    expect(await runScript(print(found))).toMatchObject({
      kind: 'wrong',
      why: expect.stringContaining('of other rules'),
    });
  });

  test('is not built when its contender says so, or has to be killed', async () => {
    const why = 'at least 99 s for 2 rules';
    expect(await runScript(`console.log('${JSON.stringify({ notBuilt: why })}')`)).toEqual({ kind: 'not built', why });
    expect(await runScript('setInterval(() => {}, 1000)', 300)).toEqual({
      kind: 'not built',
      why: 'killed after 0.3 s',
    });
  });

  test('tells what a contender said last before it died', async () => {
    expect(await runScript('throw new Error("no such operator")')).toEqual({
      kind: 'fails',
      why: 'Error: no such operator',
    });
  });

  test('of a contender that is not here says what is missing', async () => {
    const task = { rules: '', events: '', settings, mode: '' };
    expect(await runCell([peer, { missing: 'mvn is not on the PATH' }], kase, task)).toEqual({
      kind: 'skipped',
      why: 'mvn is not on the PATH',
    });
  });
});

describe('a cliff', () => {
  const notBuilt: Outcome = { kind: 'not built', why: 'killed after 60 s' };
  const slow: Outcome = {
    kind: 'measured',
    report: { buildMs: 1, inputs: { bytes: { matches: 0, checksum: 0, events: 0, rates: [900] } } },
  };

  test('ends a workload of the contender that was not built, and no other', () => {
    const cliffs = createCliffs();
    cliffs.note(peer, 'wildcard', 1_000, notBuilt);
    expect(cliffs.reason(peer, 'wildcard')).toBe('not built with 1,000 rules');
    expect(cliffs.reason(peer, 'equals')).toBeUndefined();
    expect(cliffs.reason({ ...peer, name: 'another' }, 'wildcard')).toBeUndefined();
  });

  test('is a slow cell of a loop alone', () => {
    const cliffs = createCliffs();
    cliffs.note(peer, 'equals', 1_000, slow);
    cliffs.note({ ...peer, name: 'loop', isLoop: true }, 'equals', 1_000, slow);
    expect(cliffs.reason(peer, 'equals')).toBeUndefined();
    expect(cliffs.reason({ ...peer, name: 'loop' }, 'equals')).toBe('a loop, at 900/s with 1,000 rules');
  });
});

test('a checksum is the same in every order of the rules, and another for other rules', () => {
  const none = { matches: 0, checksum: 0 };
  expect(addTo(none, 3, [5, 9, 7])).toEqual(addTo(none, 3, [9, 7, 5]));
  expect(addTo(none, 3, [5, 9, 7])).not.toEqual(addTo(none, 3, [5, 9, 8]));
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2],
  [[5], 5],
])('the median of %p is %d', (numbers, middle) => {
  expect(median(numbers)).toBe(middle);
});

test('operators are named with what they stand over, and looking into arrays is one', () => {
  const rules = [
    { a: ['x', { prefix: 'y' }], b: { c: [{ 'anything-but': { wildcard: '*z' } }] } },
    { geometry: { coordinates: { x: [{ numeric: ['<', 1] }] } } },
  ].map((rule) => JSON.stringify(rule));
  expect([...operatorsOf(rules)].sort()).toEqual(['anything-but wildcard', 'arrays', 'exact', 'numeric', 'prefix']);
});
