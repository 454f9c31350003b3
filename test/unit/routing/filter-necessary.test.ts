import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { necessary } from '../../../shared/routing/filter/necessary.ts';
import { type Filter, holdsFilter, parseFilters } from '../../../shared/routing/filter.ts';
import type { Condition } from '../../../shared/routing/match/condition.ts';
import type { Alternative } from '../../../shared/routing/pattern.ts';
import { runs } from '../../runs.ts';
import { event, expression } from './cesql/arbitrary.ts';

function parse(input: unknown): Filter {
  const parsed = parseFilters(input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

/** Whether an event satisfies one of the alternatives: the conditions that `necessary` makes, taken literally. */
function satisfies(alternatives: readonly Alternative[], input: Readonly<Record<string, unknown>>): boolean {
  return alternatives.some((fields) => fields.every(({ path, any }) => any.some((one) => holds(one, input[path]))));
}

function holds(condition: Condition, value: unknown): boolean {
  switch (condition.kind) {
    case 'equals':
      return value === condition.value;
    case 'prefix':
      return typeof value === 'string' && value.startsWith(condition.text);
    case 'suffix':
      return typeof value === 'string' && value.endsWith(condition.text);
    case 'numeric':
      return typeof value === 'number' && value >= condition.low && value <= condition.high;
    default:
      throw new Error(`not expected: ${condition.kind}`);
  }
}

/** What is known of an event, one line for each alternative. */
function known(filters: unknown): string[] {
  return necessary(parse(filters)).map((fields) =>
    fields.map(({ path, any }) => `${path}: ${any.map(word).join(' | ')}`).join('; '),
  );
}

function word(condition: Condition): string {
  if (condition.kind === 'equals') return JSON.stringify(condition.value);
  return condition.kind === 'prefix' || condition.kind === 'suffix'
    ? `${condition.kind} ${condition.text}`
    : condition.kind;
}

const KNOWN: Readonly<Record<string, readonly [filters: unknown, known: readonly string[]]>> = {
  exact: [{ exact: { type: 'a', source: '/b' } }, ['type: "a"; source: "/b"']],
  'exact of what may be a number or a boolean': [[{ exact: { a: '5', b: 'true' } }], ['a: "5" | 5; b: "true" | true']],
  prefix: [{ prefix: { type: 'com.' } }, ['type: prefix com.']],
  'prefix of what may be a number or a boolean': [
    { prefix: { a: '5', b: 't' } },
    ['a: prefix 5 | numeric; b: prefix t | true'],
  ],
  suffix: [{ suffix: { type: '.png' } }, ['type: suffix .png']],
  'suffix of what may be a number or booleans': [
    { suffix: { a: '5', b: 'e' } },
    ['a: suffix 5 | numeric; b: suffix e | true | false'],
  ],
  'all that is known of all': [
    { all: [{ exact: { a: 'x' } }, { not: { exact: { b: 'y' } } }, { prefix: { c: 'z' } }] },
    ['a: "x"; c: prefix z'],
  ],
  'the narrower of two conditions on one attribute': [
    [{ prefix: { a: 'x' } }, { exact: { a: 'xy' } }, { suffix: { a: 'y' } }],
    ['a: "xy"'],
  ],
  'each choice of any': [{ any: [{ exact: { a: 'x' } }, { exact: { b: 'y', c: 'z' } }] }, ['b: "y"; c: "z"', 'a: "x"']],
  'choices of one attribute together': [
    { any: [{ exact: { a: 'x' } }, { prefix: { a: 'y' } }] },
    ['a: "x" | prefix y'],
  ],
  'nothing of any with a choice of which nothing is known': [
    { any: [{ exact: { a: 'x' } }, { not: { exact: { a: 'y' } } }] },
    [''],
  ],
  'nothing of not': [{ not: { exact: { a: 'x' } } }, ['']],
  'nothing of no filter': [[], ['']],
  'sql: a text on the right': [{ sql: "a = 'x'" }, ['a: "x"']],
  'sql: a text on the left': [{ sql: "'x' = a" }, ['a: "x"']],
  'sql: nothing of a number on the right, since +05 equals 5': [{ sql: 'a = 5' }, ['']],
  'sql: IN, whatever the attribute’s type': [{ sql: "a IN ('x', '05', 1)" }, ['a: "x" | "05" | 5 | "1" | 1 | true']],
  'sql: nothing of IN with another attribute': [{ sql: "a IN ('x', b)" }, ['']],
  'sql: the beginning of a LIKE pattern': [{ sql: "a LIKE 'x%y'" }, ['a: prefix x']],
  'sql: the end of a LIKE pattern': [{ sql: "a LIKE '%_y'" }, ['a: suffix y']],
  'sql: a LIKE pattern without % and _': [{ sql: "a LIKE 'x\\%'" }, ['a: "x%"']],
  'sql: nothing of a LIKE pattern without ends': [{ sql: "a LIKE '%x%'" }, ['']],
  'sql: AND': [{ sql: "a = 'x' AND b > 5 AND (c = 'y')" }, ['a: "x"; c: "y"']],
  'sql: OR': [{ sql: "a = 'x' OR b = 'y' OR a = 'z'" }, ['a: "x" | "z"', 'b: "y"']],
  'sql: AND and OR from left to right': [
    { sql: "a = 'x' OR b = 'y' AND c = 'z'" },
    ['a: "x"; c: "z"', 'b: "y"; c: "z"'],
  ],
  'sql: nothing of an OR with something of which nothing is known': [{ sql: "a = 'x' OR b < 5" }, ['']],
  'sql: nothing of what is negated': [
    { sql: "a != 'x' AND a NOT LIKE 'x' AND b NOT IN ('x') AND NOT (c = 'x')" },
    [''],
  ],
  'sql: nothing of XOR': [{ sql: "a = 'x' XOR b = 'x'" }, ['']],
  'sql: nothing of a comparison of a comparison': [{ sql: "a = 'x' = FALSE" }, ['']],
};

describe('what is necessary for an event to pass', () => {
  it.each(Object.entries(KNOWN))('%s', (_sentence, [filters, wanted]) => {
    expect(known(filters)).toEqual(wanted);
  });

  it('of thousands of choices is one condition for each attribute', () => {
    const choices = Array.from({ length: 3_000 }, (_, index) => `a='x${index}'`);
    const [alternative, ...rest] = necessary(parse({ sql: choices.join(' OR ') }));
    expect([alternative?.map(({ any }) => any.length), rest]).toEqual([[3_000], []]);
  });

  it('of groups that multiply is bounded', () => {
    const group = (name: string) => ({ any: [{ exact: { [`${name}1`]: 'x' } }, { exact: { [`${name}2`]: 'x' } }] });
    const alternatives = necessary(parse(Array.from({ length: 1_000 }, (_, index) => group(`a${index}x`))));
    expect(alternatives.length).toBeLessThanOrEqual(64);
    expect(alternatives.every(({ length }) => length >= 1 && length <= 8)).toBe(true);
  });

  it('says where each field comes from', () => {
    const [fields] = necessary(parse([{ exact: { a: 'x' } }, { sql: "b = 'y'" }]));
    expect(fields?.map(({ at }) => at)).toEqual(['/0/exact/a', '/1/sql']);
  });
});

const name = fc.constantFrom('a', 'b', 'c', 'id');
const text = fc.constantFrom('x', 'xy', 'y', '5', '05', '1', 't', 'e', 'true', '1.5', '1e+21', '-', '-5', '0');
const map = fc.dictionary(name, text, { minKeys: 1, maxKeys: 2 });
const filter = fc.letrec((tie) => ({
  it: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ exact: map }),
    fc.record({ prefix: map }),
    fc.record({ suffix: map }),
    expression.filter((tokens) => !tokens.includes('NO_SUCH')).map((tokens) => ({ sql: tokens.join(' ') })),
    fc.record({ all: fc.array(tie('it'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('it'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('it') }),
  ),
})).it;

describe('every event that passes a filter', () => {
  it('satisfies what is necessary', () => {
    fc.assert(
      fc.property(filter, fc.array(event, { minLength: 1, maxLength: 5 }), (input, events) => {
        const parsed = parse(input);
        const alternatives = necessary(parsed);
        const passing = events.filter((one) => holdsFilter(parsed, one));
        expect(passing.filter((one) => !satisfies(alternatives, one))).toEqual([]);
      }),
      { numRuns: runs(4_000) },
    );
  });
});
