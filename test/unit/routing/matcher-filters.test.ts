import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Filter, holdsFilter, parseFilters } from '../../../shared/routing/filter.ts';
import { createMatcher } from '../../../shared/routing/matcher.ts';
import { type Pattern, parsePattern } from '../../../shared/routing/pattern.ts';
import type { Result } from '../../../shared/schemas/result.ts';
import { runs } from '../../runs.ts';
import { event, expression } from './cesql/arbitrary.ts';

function valid<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const name = fc.constantFrom('a', 'b', 'c', 'id');
const text = fc.constantFrom('x', 'xy', '5', 'true', '1.5', '-5');
const map = fc.dictionary(name, text, { minKeys: 1, maxKeys: 2 });
const sql = expression.filter((tokens) => !tokens.includes('NO_SUCH')).map((tokens) => ({ sql: tokens.join(' ') }));
const leaf = fc.oneof(fc.record({ exact: map }), fc.record({ prefix: map }), fc.record({ suffix: map }), sql);
const several = fc.array(leaf, { minLength: 1, maxLength: 3 });
const filter = fc
  .array(fc.oneof(leaf, fc.record({ any: several }), fc.record({ all: several }), fc.record({ not: leaf })), {
    maxLength: 2,
  })
  .map((filters) => valid(parseFilters(filters)));
const condition = fc.constantFrom<unknown>(
  'x',
  5,
  { exists: true },
  { exists: false },
  { prefix: 'x' },
  { 'anything-but': 5 },
);
const pattern = fc
  .dictionary(name, fc.array(condition, { minLength: 1, maxLength: 2 }), { minKeys: 1, maxKeys: 2 })
  .map((fields) => valid(parsePattern(fields)));

type Rule = { readonly pattern?: Pattern | undefined; readonly filter?: Filter | undefined };
const rule: fc.Arbitrary<Rule> = fc.record({
  pattern: fc.option(pattern, { nil: undefined }),
  filter: fc.option(filter, { nil: undefined }),
});

/** What the two say by themselves. */
function wants({ pattern: own, filter: also }: Rule, input: object): boolean {
  const matches = own === undefined || createMatcher([[1, { pattern: own }]]).match(input).length === 1;
  return matches && (also === undefined || holdsFilter(also, input));
}

describe('a matcher of rules with filters', () => {
  it('finds a rule exactly when its pattern matches and its filter holds, in objects and in bytes', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 12 }), fc.array(event, { maxLength: 6 }), (rules, events) => {
        const matcher = createMatcher(rules.map((one, index) => [index, one] as const));
        for (const made of events) {
          // As it comes over the wire: what is not finite is written as a number beyond the range of doubles.
          const json = JSON.stringify(made, (_key, value) => (value === Number.POSITIVE_INFINITY ? 'INFINITY' : value));
          const bytes = Buffer.from(json.replaceAll('"INFINITY"', '1e400'));
          const input: object = JSON.parse(bytes.toString());
          const wanted = rules.flatMap((one, index) => (wants(one, input) ? [index] : []));
          expect({ of: 'object', found: matcher.match(input) }).toEqual({ of: 'object', found: wanted });
          expect({ of: 'bytes', found: matcher.matchBytes(bytes) }).toEqual({ of: 'bytes', found: wanted });
        }
      }),
      { numRuns: runs(600) },
    );
  });

  it('reads attributes from bytes whose filter asks for them in an attribute that the pattern does not name', () => {
    const rules = [
      ['a', { filter: valid(parseFilters([{ sql: 'EXISTS partitionkey AND INT(sequence) > 41' }])) }] as const,
    ];
    const matcher = createMatcher(rules);
    expect(matcher.matchBytes(Buffer.from('{"partitionkey":"k","sequence":"42","data":{"sequence":"1"}}'))).toEqual([
      'a',
    ]);
    expect(matcher.matchBytes(Buffer.from('{"sequence":"42","data":{"partitionkey":"k"}}'))).toEqual([]);
  });

  it('takes nothing in an array for an attribute', () => {
    const matcher = createMatcher([['a', { filter: valid(parseFilters([{ exact: { type: 'x' } }])) }]]);
    expect(matcher.matchBytes(Buffer.from('{"type":["x"]}'))).toEqual([]);
    expect(matcher.match({ type: ['x'] })).toEqual([]);
    expect(matcher.matchBytes(Buffer.from('{"type":"x"}'))).toEqual(['a']);
  });
});
