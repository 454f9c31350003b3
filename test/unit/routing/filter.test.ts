import { describe, expect, it } from '@jest/globals';
import { attributesOf, type Filter, holdsFilter, parseFilters } from '../../../shared/routing/filter.ts';

function parse(input: unknown): Filter {
  const parsed = parseFilters(input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

type Case = readonly [filters: unknown, passing: readonly object[], other: readonly object[]];

const PUSH = { exact: { type: 'push' } };
const MAIN = { suffix: { subject: '/main' } };

const CASES: Readonly<Record<string, Case>> = {
  'exact is the whole text, and minds the case': [PUSH, [{ type: 'push' }], [{ type: 'Push' }, { type: 'pushed' }, {}]],
  'prefix is the beginning': [
    { prefix: { type: 'com.' } },
    [{ type: 'com.a' }, { type: 'com.' }],
    [{ type: 'COM.a' }, {}],
  ],
  'suffix is the end': [MAIN, [{ subject: '/main' }, { subject: 'a/main' }], [{ subject: 'main' }, {}]],
  'all entries of a map must hold': [
    { prefix: { type: 'a', source: '/' } },
    [{ type: 'ab', source: '/x' }],
    [{ type: 'ab', source: 'x' }, { type: 'ab' }],
  ],
  'an integer or boolean counts as its canonical string': [
    { exact: { a: '5', b: 'true' } },
    [
      { a: 5, b: true },
      { a: '5', b: 'true' },
    ],
    [
      { a: '05', b: true },
      { a: 5, b: 'TRUE' },
    ],
  ],
  'all needs every one of its filters': [
    { all: [PUSH, MAIN] },
    [{ type: 'push', subject: '/main' }],
    [{ type: 'push' }, {}],
  ],
  'any needs one of its filters': [
    { any: [PUSH, MAIN] },
    [{ type: 'push' }, { subject: '/main' }],
    [{ type: 'x' }, {}],
  ],
  'not is the opposite, also where the attribute is missing': [{ not: PUSH }, [{ type: 'x' }, {}], [{ type: 'push' }]],
  'groups nest': [
    { any: [{ all: [PUSH, { not: MAIN }] }, { not: { any: [PUSH, MAIN] } }] },
    [{ type: 'push' }, {}],
    [{ type: 'push', subject: '/main' }, { subject: '/main' }],
  ],
  'an array of filters means all of them': [[PUSH, MAIN], [{ type: 'push', subject: '/main' }], [{ type: 'push' }]],
  'an empty array is every event': [[], [{}, { type: 'x' }], []],
  'sql passes by TRUE': [{ sql: "type LIKE 'p%'" }, [{ type: 'push' }], [{ type: 'x' }]],
  'sql does not pass by a value of another type': [{ sql: 'type' }, [{ type: true }], [{ type: 'true' }, { type: 1 }]],
  'sql does not pass with an error, whatever the value': [
    { sql: "type = 'a' OR subject = 'b' OR TRUE" },
    [{ type: 'a' }, { type: 'x', subject: 'x' }],
    [{}, { type: 'x' }],
  ],
  'the opposite of an sql filter that failed passes': [
    { not: { sql: 'a / b = 1' } },
    [{ a: 1, b: 0 }, {}],
    [{ a: 1, b: 1 }],
  ],
  'null is no attribute': [{ not: { prefix: { subject: 'n' } } }, [{ subject: null }], [{ subject: 'null' }]],
  'what is inherited is no attribute': [{ prefix: { constructor: 'f' } }, [{ constructor: 'f' }], [{}]],
};

describe('a filter', () => {
  it.each(Object.entries(CASES))('%s', (_sentence, [filters, passing, other]) => {
    const filter = parse(filters);
    expect(passing.filter((event) => !holdsFilter(filter, event))).toEqual([]);
    expect(other.filter((event) => holdsFilter(filter, event))).toEqual([]);
  });

  it('knows every attribute that can change its answer', () => {
    const sql = { sql: "EXISTS a AND LENGTH(B) > c OR d IN (e, 'x') OR NOT -f LIKE 'g%'" };
    const filter = parse([PUSH, { not: MAIN }, { any: [{ prefix: { source: '/' } }, sql] }]);
    expect([...attributesOf(filter)].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'source', 'subject', 'type']);
  });

  it('may call functions of one’s own', () => {
    const called = {
      name: 'IS_MAIN',
      parameters: ['String'],
      returns: 'Boolean',
      call: (text: string) => text === 'main',
    } as const;
    const parsed = parseFilters([{ sql: 'IS_MAIN(subject)' }], { functions: [called] });
    expect(
      parsed.ok && [{ subject: 'main' }, { subject: 'x' }, {}].map((event) => holdsFilter(parsed.value, event)),
    ).toEqual([true, false, false]);
  });
});
