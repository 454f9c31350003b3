import { describe, expect, it } from '@jest/globals';
import { parseFilters } from '../../../shared/routing/filter.ts';
import { describe as words } from '../../../shared/schemas/result.ts';

/** What is refused, as JSON, with the code and the words that a user reads. */
const REFUSED: Readonly<Record<string, readonly [json: string, code: string, words: string]>> = {
  'filters that are a text': [
    '"exact"',
    'bad-filter',
    'A filter is an object with one dialect: expected one of exact, prefix, suffix, all, any, not, sql, got "exact"',
  ],
  'filters that are null': [
    'null',
    'bad-filter',
    'A filter is an object with one dialect: expected one of exact, prefix, suffix, all, any, not, sql, got null',
  ],
  'an array in an array': [
    '[[]]',
    'bad-filter',
    'A filter is an object with one dialect at /0: expected one of exact, prefix, suffix, all, any, not, sql, got an array of 0',
  ],
  'a filter without a dialect': [
    '[{}]',
    'bad-filter',
    'A filter is an object with one dialect at /0: expected one of exact, prefix, suffix, all, any, not, sql, got an object',
  ],
  'a filter with two dialects': [
    '[{"exact":{"a":"x"},"sql":"TRUE"}]',
    'bad-filter',
    'A filter is an object with one dialect at /0: expected one of exact, prefix, suffix, all, any, not, sql, got 2 of them',
  ],
  'an unknown dialect': [
    '[{"regex":{"a":"x"}}]',
    'unknown-dialect',
    'There is no filter dialect "regex" at /0/regex: expected one of exact, prefix, suffix, all, any, not, sql',
  ],
  'a misspelt dialect': [
    '{"any":[{"prefx":{"a":"x"}}]}',
    'unknown-dialect',
    'There is no filter dialect "prefx" at /any/0/prefx: expected one of exact, prefix, suffix, all, any, not, sql. Did you mean "prefix"?',
  ],
  'a dialect in upper case': [
    '{"SQL":"TRUE"}',
    'unknown-dialect',
    'There is no filter dialect "SQL" at /SQL: expected one of exact, prefix, suffix, all, any, not, sql',
  ],
  'Knative’s name for sql': [
    '{"cesql":"TRUE"}',
    'unknown-dialect',
    'There is no filter dialect "cesql" at /cesql: expected one of exact, prefix, suffix, all, any, not, sql. Did you mean "sql"?',
  ],
  'a dialect with the name of an object’s own': [
    '{"constructor":{}}',
    'unknown-dialect',
    'There is no filter dialect "constructor" at /constructor: expected one of exact, prefix, suffix, all, any, not, sql',
  ],
  'the dialect __proto__': [
    '{"__proto__":{"exact":{"a":"x"}}}',
    'unknown-dialect',
    'There is no filter dialect "__proto__" at /__proto__: expected one of exact, prefix, suffix, all, any, not, sql',
  ],
  'a map that is an array': [
    '{"exact":["a"]}',
    'bad-filter',
    'exact takes attributes at /exact: expected { "attribute": "text" }, got an array of 1',
  ],
  'an empty map': [
    '{"prefix":{}}',
    'bad-filter',
    'prefix takes attributes at /prefix: expected { "attribute": "text" }, got an object',
  ],
  'the attribute data': [
    '{"exact":{"data":"x"}}',
    'bad-attribute-name',
    'Filters see no data at /exact/data: expected an attribute, got "data". A content pattern in `where` sees it.',
  ],
  'an attribute in upper case': [
    '{"exact":{"Type":"x"}}',
    'bad-attribute-name',
    'Not a name of an attribute at /exact/Type: expected a to z and 0 to 9, got "Type". Did you mean "type"?',
  ],
  'an attribute of the data': [
    '{"exact":{"data.a/b":"x"}}',
    'bad-attribute-name',
    'Not a name of an attribute at /exact/data.a~1b: expected a to z and 0 to 9, got "data.a/b"',
  ],
  'an attribute without a name': [
    '{"exact":{"":"x"}}',
    'bad-attribute-name',
    'Not a name of an attribute at /exact/: expected a to z and 0 to 9, got ""',
  ],
  'the attribute __proto__': [
    '{"exact":{"__proto__":"x"}}',
    'bad-attribute-name',
    'Not a name of an attribute at /exact/__proto__: expected a to z and 0 to 9, got "__proto__"',
  ],
  'a value that is a number': [
    '{"suffix":{"a":"x","b":5}}',
    'bad-filter',
    'Not a text to compare with at /suffix/b: expected a non-empty string, got 5',
  ],
  'an empty value': [
    '{"suffix":{"a":""}}',
    'bad-filter',
    'Not a text to compare with at /suffix/a: expected a non-empty string, got ""',
  ],
  'a group that is an object': [
    '{"all":{"0":{"sql":"TRUE"},"length":1}}',
    'bad-filter',
    'all takes filters at /all: expected an array of at least one filter, got an object',
  ],
  'an empty group': [
    '{"any":[]}',
    'bad-filter',
    'any takes filters at /any: expected an array of at least one filter, got an array of 0',
  ],
  'not of an array': [
    '{"not":[{"sql":"TRUE"}]}',
    'bad-filter',
    'A filter is an object with one dialect at /not: expected one of exact, prefix, suffix, all, any, not, sql, got an array of 1',
  ],
  'an expression that is no text': [
    '[{"sql":true}]',
    'bad-filter',
    'sql takes an expression at /0/sql: expected a string, got true',
  ],
  'an expression that is no CESQL': [
    '[{"sql":"type = "}]',
    'bad-sql',
    'CESQL at offset 7: The expression ends too early at /0/sql: expected an attribute, a value, a function or (, got the end',
  ],
  'an unknown function': [
    '{"sql":"LENGHT(id) > 5"}',
    'unknown-function',
    'CESQL at offset 0: There is no function LENGHT at /sql: expected LENGTH, CONCAT, CONCAT_WS, LOWER, UPPER, TRIM, LEFT, RIGHT, SUBSTRING, ABS, INT, BOOL, STRING, IS_INT, IS_BOOL. Did you mean LENGTH?',
  ],
  'a function with too many arguments': [
    '{"sql":"1 = 1 OR SUBSTRING(id) = \'x\'"}',
    'unknown-function',
    'CESQL at offset 9: SUBSTRING takes another number of arguments at /sql: expected 2 or 3, got 1',
  ],
  'a variadic function with too few arguments': [
    '{"sql":"CONCAT_WS()"}',
    'unknown-function',
    'CESQL at offset 0: CONCAT_WS takes another number of arguments at /sql: expected 1 or more, got 0',
  ],
  'an expression that reads the data': [
    '{"sql":"EXISTS data"}',
    'bad-attribute-name',
    'CESQL: Filters see no data at /sql: expected an attribute, got "data". A content pattern in `where` sees it.',
  ],
};

/** A filter so many levels deep. */
function nest(depth: number, [open, close]: readonly [string, string]): unknown {
  return JSON.parse(`${open.repeat(depth - 1)}{"sql":"TRUE"}${close.repeat(depth - 1)}`);
}

describe('parseFilters refuses', () => {
  it.each(Object.entries(REFUSED))('%s', (_what, [json, code, message]) => {
    const result = parseFilters(JSON.parse(json));
    expect(result).toMatchObject({ ok: false, error: { code } });
    expect(result.ok || words(result.error)).toBe(message);
  });

  it.each<[string, readonly [string, string]]>([
    ['not', ['{"not":', '}']],
    ['all', ['{"all":[', ']}']],
    ['any', ['{"any":[', ']}']],
  ])('%s in %s past 64 levels, and thousands of them quickly', (_dialect, pieces) => {
    const error = { code: 'too-deep', expected: 'at most 64 levels' };
    expect(parseFilters(nest(64, pieces)).ok).toBe(true);
    for (const depth of [65, 10_000]) expect(parseFilters(nest(depth, pieces))).toMatchObject({ ok: false, error });
  });

  it('a filter that contains itself', () => {
    const filter: { not?: unknown } = {};
    filter.not = filter;
    expect(parseFilters([filter])).toMatchObject({ ok: false, error: { code: 'too-deep' } });
  });

  it('more than 10,000 filters and attributes', () => {
    const error = { code: 'too-many', expected: 'at most 10000' };
    const [one, many] = [
      { exact: { a: 'x' } },
      Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`a${i}`, 'x'])),
    ];
    expect(parseFilters(Array.from({ length: 5_000 }, () => one)).ok).toBe(true);
    expect(parseFilters(Array.from({ length: 5_001 }, () => one))).toMatchObject({ ok: false, error });
    expect(parseFilters({ exact: many })).toMatchObject({ ok: false, error });
  });

  it.each([undefined, 5, true, () => [], Symbol('x'), new Map([['exact', {}]]), new Date(0)])(
    'what is no JSON: %p',
    (input) => {
      expect(parseFilters(input)).toMatchObject({ ok: false, error: { code: 'bad-filter' } });
    },
  );
});
