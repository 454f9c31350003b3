import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../../../runs.ts';
import { matcherOf } from './matcher-of.ts';

/** More names of one length than are looked through, and wanted ones among them. */
const NAME = fc.constantFrom(
  ...Array.from({ length: 12 }, (_, index) => `n${10 + index}`),
  'a',
  'b',
  'a.b',
  'c',
  '\\u0061',
  'n1\\u0030',
  'é',
);
/** Values that begin one another, or end where others go on. */
const VALUE = fc.constantFrom(
  '1',
  '12',
  '1.5',
  '1e2',
  '-1',
  '"x"',
  '"xy"',
  '""',
  'true',
  'null',
  '{}',
  '[]',
  '[1]',
  '{"b":1}',
  '{"b":12}',
  '[{"b":1},{"c":2}]',
  '{"b":[1]}',
  '1 ',
  ' 1',
  '1,"n10":1',
  '01',
  'nul',
  '"',
  '"x\u0001"',
);
const EVENT = fc
  .array(fc.tuple(NAME, VALUE), { maxLength: 14 })
  .map((members) => `{${members.map(([name, value]) => `"${name}":${value}`).join()}}`);

describe('names and values that are expected because they came before', () => {
  it('are what stands there all the same', () => {
    const property = fc.property(
      fc.array(EVENT, { minLength: 2, maxLength: 6 }),
      fc.array(fc.nat(5), { maxLength: 20 }),
      (texts, order) => {
        const matcher = matcherOf(
          { a: [1] },
          { a: { b: [1, 12] } },
          { a: { c: [2] } },
          { c: ['x'] },
          { n10: [1] },
          { é: [{ exists: true }] },
        );
        for (const index of order) {
          const text = texts[index % texts.length] ?? '';
          expect(matcher.matchBytes(Buffer.from(text))).toEqual(matchValue(matcher.match, text));
        }
      },
    );
    fc.assert(property, { numRuns: runs(2_000) });
  });
});

function matchValue(match: (event: object) => number[], text: string): number[] {
  let value: object;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  return match(value);
}
