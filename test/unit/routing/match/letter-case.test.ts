import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  caseKey,
  endsWithCases,
  equalsCases,
  startsWithCases,
  toCases,
} from '../../../../shared/routing/match/letter-case.ts';
import { runs } from '../../../runs.ts';

const CHARACTERS = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code));
/** Every code point that has another case; the others are all their cases, and so have one key. */
const CASED = CHARACTERS.filter((one) => one.toLowerCase() !== one || one.toUpperCase() !== one);

describe('text in any case', () => {
  it('has one key for the lower and the upper case of every character there is', () => {
    const different = CASED.filter((one) => {
      const key = caseKey(one);
      return caseKey(one.toLowerCase()) !== key || caseKey(one.toUpperCase()) !== key;
    });
    expect(different).toEqual([]);
  });

  it('has no character whose one case begins or ends the other', () => {
    const ambiguous = CASED.filter((one) => {
      const [lower, upper] = [one.toLowerCase(), one.toUpperCase()];
      const isPart = (part: string, whole: string) => whole.startsWith(part) || whole.endsWith(part);
      return isPart(lower, upper) || isPart(upper, lower);
    });
    expect(ambiguous).toEqual([]);
  });

  it('begins, ends and is, by its key, whatever it begins, ends and is by its cases', () => {
    const character = fc.oneof(fc.constantFrom(...CASED), fc.constantFrom(...'ßẞSsΣσςİıIiKkŉʼNnǰ\u030c😀a'));
    const text = fc.array(character, { maxLength: 5 });
    const choices = fc.infiniteStream(fc.boolean());
    const property = fc.property(text, text, choices, (pattern, more, isUpper) => {
      const spell = (one: string) => (isUpper.next().value ? one.toUpperCase() : one.toLowerCase());
      const spelled = pattern.map(spell).join('');
      const cases = toCases(pattern.join(''));
      const key = caseKey(pattern.join(''));
      const rest = more.join('');
      expect([equalsCases(spelled, cases), caseKey(spelled) === key]).toEqual([true, true]);
      expect([startsWithCases(spelled + rest, cases), caseKey(spelled + rest).startsWith(key)]).toEqual([true, true]);
      expect([endsWithCases(rest + spelled, cases), caseKey(rest + spelled).endsWith(key)]).toEqual([true, true]);
    });
    fc.assert(property, { numRuns: runs(1_000) });
  });
});
