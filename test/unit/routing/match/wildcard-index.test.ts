import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createWildcardIndex } from '../../../../shared/routing/match/index/wildcard-index.ts';
import { wildcardTest } from '../../../../shared/routing/match/wildcard-test.ts';
import { cpuTime } from '../../../cpu-time.ts';
import { runs } from '../../../runs.ts';
import { hits } from './hits.ts';

const PIECES = ['a', 'b', 'ab', 'aa', '*', '*a', '\\*', '\\\\', 'é', '😀', '\ud83d'];
const WILDCARD = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 7 })
  .map((pieces) => pieces.join('').replaceAll(/(?<!\\)(\\\\)*\*+/g, (stars) => stars.replace(/\*+$/, '*')));
const VALUE = fc.string({ maxLength: 14, unit: fc.constantFrom('a', 'a', 'b', '*', '\\', 'é', '😀', '\ud83d', 'x') });

function check(texts: readonly string[], values: readonly string[]): void {
  const index = createWildcardIndex(texts.map((text, id) => ({ text, id })));
  const tests = texts.map(wildcardTest);
  // Twice, since the first reading makes what the second reads.
  for (const value of [...values, ...values])
    expect(hits(index, value)).toEqual(tests.flatMap((test, id) => (test(value) ? [id] : [])));
}

describe('an index of wildcards', () => {
  it('finds those that fit, by one reading as by one test each', () => {
    const property = fc.property(
      fc.array(WILDCARD, { minLength: 1, maxLength: 12 }),
      fc.array(VALUE, { minLength: 1, maxLength: 12 }),
      check,
    );
    fc.assert(property, { numRuns: runs(1_500) });
  });

  it('finds those of two letters and stars alone, of which there are 300', () => {
    const wildcard = fc
      .string({ maxLength: 10, unit: fc.constantFrom('a', 'b', '*') })
      .map((text) => text.replaceAll(/\*+/g, '*'));
    const value = fc.string({ maxLength: 25, unit: fc.constantFrom('a', 'b') });
    const property = fc.property(
      fc.array(wildcard, { minLength: 200, maxLength: 300 }),
      fc.array(value, { minLength: 1, maxLength: 8 }),
      check,
    );
    fc.assert(property, { numRuns: 40 });
  });

  it('tells what a last star settled once each time that a value newly leads there', () => {
    const texts = ['a*', '*a*', 'a*b*', '*a*b', '*', 'a*b', '*b'];
    const index = createWildcardIndex(texts.map((text, id) => ({ text, id })));
    const calls: number[] = [];
    index.find('abab'.repeat(50), (id) => calls.push(id));
    expect([...new Set(calls)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(calls.length).toBeLessThan(4 * 50 * 2);
  });

  it('finds them when there are more states than are kept', () => {
    const letter = createLetters();
    const pieces = (...lengths: readonly number[]) => lengths.map((length) => Array.from({ length }, letter).join(''));
    const texts = Array.from({ length: 300 }, () => `*${pieces(3, 3, 1, 2).join('*')}`);
    // These lead to states of a million places and more, twice as much as is kept.
    const values = Array.from({ length: 12 }, () => pieces(400).join(''));
    check([...texts, 'a*', '*e', '*'], [...values, 'a', 'abcde', '']);
  });

  it('finds them among 20,000 letters, which cost a character nothing', () => {
    const letters = Array.from({ length: 20_000 }, (_, index) => String.fromCharCode(0x3000 + index)).join('');
    const texts = Array.from({ length: 20 }, (_, index) => `*${letters.slice(1_000 * index, 1_000 * (index + 1))}*`);
    // With room for each letter in each state, it would take a quarter of a minute to read this.
    expect(cpuTime(() => check(texts, [letters.slice(0, 10_000)]))).toBeLessThan(5_000);
  });
});

/** The same letters each time, in no order. */
function createLetters(): () => string {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return 'abcde'.charAt((state >>> 16) % 5);
  };
}
