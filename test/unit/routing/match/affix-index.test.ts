import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAffixIndex } from '../../../../shared/routing/match/index/affix-index.ts';
import { runs } from '../../../runs.ts';
import { hits } from './hits.ts';

const text = (maxLength: number) =>
  fc.string({ maxLength, unit: fc.constantFrom('a', 'b', '\ud83d', '\ude00', '\uffff') });

describe.each(['prefix', 'suffix'] as const)('an index of texts by %s', (side) => {
  const fits = (value: string, part: string) => (side === 'prefix' ? value.startsWith(part) : value.endsWith(part));

  // Texts of few lengths are kept in another way than texts of many.
  it.each([2, 40])('finds those that fit, of up to %i characters', (length) => {
    const property = fc.property(
      fc.array(text(length), { maxLength: 60 }),
      fc.array(text(50), { minLength: 1, maxLength: 10 }),
      (texts, values) => {
        const index = createAffixIndex(
          side,
          texts.map((one, id) => ({ text: one, id })),
        );
        for (const value of [
          ...values,
          ...texts,
          ...texts.map((one) => one + values[0]),
          ...texts.map((one) => values[0] + one),
        ]) {
          expect(hits(index, value)).toEqual(texts.flatMap((one, id) => (fits(value, one) ? [id] : [])));
        }
      },
    );
    fc.assert(property, { numRuns: runs(300) });
  });

  it('finds all beginnings of one another', () => {
    const texts = Array.from({ length: 300 }, (_, length) => 'a'.repeat(1 + length));
    const index = createAffixIndex(
      side,
      texts.map((one, id) => ({ text: one, id })),
    );
    expect(hits(index, 'a'.repeat(250))).toHaveLength(250);
    expect(hits(index, 'a'.repeat(400))).toHaveLength(300);
    expect(hits(index, side === 'prefix' ? 'aab' : 'baa')).toEqual([0, 1]);
    expect(hits(index, '')).toEqual([]);
  });
});
