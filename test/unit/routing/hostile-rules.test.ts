import { describe, expect, it } from '@jest/globals';
import { createMatcher } from '../../../shared/routing/matcher.ts';
import { type Pattern, parsePattern } from '../../../shared/routing/pattern.ts';

describe('a pattern that asks for too much', () => {
  it.each<readonly [string, string | Uint8Array, object]>([
    ['text of 10 MB', `{"a":["${'x'.repeat(10_000_000)}"]}`, { code: 'too-large', got: '10000010' }],
    [
      'a list of 10 MB',
      `{"a":[${'1,'.repeat(5_000_000)}1]}`,
      { code: 'too-large', expected: expect.stringMatching(/\d/) },
    ],
    ['10 MB of bytes', Buffer.alloc(10_000_000, 0x20), { code: 'too-large', expected: expect.stringMatching(/\d/) }],
    ['10,000 nested $or', nestedOr(10_000), { code: 'too-deep', expected: 'at most 256 levels' }],
    ['100,000 nested objects', nested(100_000), { code: 'too-deep', expected: 'at most 256 levels' }],
    ['50,000 nested operands', nestedOperand(50_000), { code: 'too-deep', expected: 'at most 256 levels' }],
    ['$or multiplied to 1,024', orProduct(10), { code: 'too-large', at: '/k9/$or/1', expected: 'at most 1000' }],
    ['$or multiplied to 2^200', orProduct(200), { code: 'too-large', at: '/k9/$or/1', expected: 'at most 1000' }],
    ['$or of 1,001', wideOr(1_001), { code: 'too-large', at: '/$or/1000', expected: 'at most 1000' }],
    [
      'many fields in many alternatives',
      fieldsTimesOr(1_000, 1_000),
      { code: 'too-large', at: expect.stringMatching(/^\//), expected: expect.stringMatching(/\d/) },
    ],
  ])('is refused with the limit: %s', (_, input, problem) => {
    expect(parsePattern(input)).toMatchObject({ ok: false, error: problem });
  });

  it('is taken up to the limit', () => {
    expect(alternativesOf(parse(nestedOr(100)))).toBe(101);
    expect(alternativesOf(parse(orProduct(9)))).toBe(512);
    expect(alternativesOf(parse(wideOr(1_000)))).toBe(1_000);
    expect(alternativesOf(parse(nested(255)))).toBe(1);
  });

  it.each<readonly [string, string | Uint8Array, object]>([
    ['an early end', '{"a":[1]', { code: 'bad-json', at: 8 }],
    ['text behind it', '{"a":[1]} x', { code: 'bad-json', at: 10 }],
    ['100,000 brackets', '['.repeat(100_000), { code: 'bad-json' }],
    ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d), { code: 'bad-utf8' }],
    ['nothing', '', { code: 'empty' }],
    ['an array', '[]', { code: 'bad-pattern', at: '' }],
    ['two stars', '{"a":[1,{"wildcard":"x**"}]}', { code: 'bad-operand', at: '/a/1/wildcard' }],
    ['a name that is to be escaped', '{"a/b~c":[{"prefix":1}]}', { code: 'bad-operand', at: '/a~1b~0c/0/prefix' }],
  ])('is refused with its place when it is %s', (_, input, problem) => {
    expect(parsePattern(input)).toMatchObject({ ok: false, error: problem });
  });
});

describe('names that mean something to JavaScript', () => {
  const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', 'length', '0', '-1'];

  it.each(NAMES)('are names like any other: %s', (name) => {
    const matcher = createMatcher([
      ['there', { pattern: parse(`{"${name}":[{"exists":true}]}`) }],
      ['absent', { pattern: parse(`{"${name}":[{"exists":false}]}`) }],
      ['inside', { pattern: parse(`{"a":{"${name}":{"${name}":["x"]}}}`) }],
      ['a value', { pattern: parse(`{"a":["${name}"]}`) }],
    ]);
    const both = (text: string) => {
      const ofBytes = matcher.matchBytes(Buffer.from(text));
      expect(matcher.match(Object(JSON.parse(text)))).toEqual(ofBytes);
      return ofBytes;
    };
    expect(both('{}')).toEqual(['absent']);
    expect(both(`{"${name}":"x"}`)).toEqual(['there']);
    expect(both(`{"${name}":{"b":"x"}}`)).toEqual(['absent']);
    expect(both(`{"a":{"${name}":{"${name}":"x"}}}`)).toEqual(['absent', 'inside']);
    expect(both(`{"a":"${name}"}`)).toEqual(['absent', 'a value']);
  });

  it('change nothing in anybody else’s objects', () => {
    createMatcher([[1, { pattern: parse('{"__proto__":{"polluted":["x"]}}') }]]).matchBytes(
      Buffer.from('{"__proto__":{"polluted":"x"}}'),
    );
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('wildcards that other engines fall over', () => {
  it.each([
    ['*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b', 'a'.repeat(65_536), false],
    ['*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b', `${'a'.repeat(65_535)}b`, true],
    [`${'*a'.repeat(500)}`, 'a'.repeat(499), false],
    [`${'*a'.repeat(500)}`, 'a'.repeat(65_536), true],
    [`*${'ab'.repeat(500)}c`, 'ab'.repeat(30_000), false],
    [`*${'ab'.repeat(500)}c`, `${'ab'.repeat(30_000)}c`, true],
  ])('have their answer: %.40s', (wildcard, value, expected) => {
    const matcher = createMatcher([[1, { pattern: parse(JSON.stringify({ a: [{ wildcard }] })) }]]);
    expect(matcher.match({ a: value }).length === 1).toBe(expected);
    expect(matcher.matchBytes(Buffer.from(JSON.stringify({ a: value }))).length === 1).toBe(expected);
  });

  it('have their answers when a thousand of them look at one value', () => {
    const rules = Array.from({ length: 1_000 }, (_, index) => `*${index}*a*b*c*${index}x*`);
    const matcher = createMatcher(
      rules.map((wildcard, index) => [index, { pattern: parse(JSON.stringify({ a: [{ wildcard }] })) }] as const),
    );
    const value = `777-a-b-c-777x${'-abc'.repeat(2_000)}`;
    const expected = [7, 77, 777];
    expect(matcher.match({ a: value })).toEqual(expected);
    expect(matcher.matchBytes(Buffer.from(JSON.stringify({ a: value })))).toEqual(expected);
  });
});

function parse(text: string): Pattern {
  const parsed = parsePattern(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

function alternativesOf({ alternatives }: Pattern): number {
  return alternatives.length;
}

function nestedOr(depth: number): string {
  return `${'{"$or":['.repeat(depth)}{"a":[1]}${',{"b":[1]}]}'.repeat(depth)}`;
}

function nested(depth: number): string {
  return `${'{"a":'.repeat(depth)}[1]${'}'.repeat(depth)}`;
}

function nestedOperand(depth: number): string {
  return `{"a":[${'{"anything-but":'.repeat(depth)}1${'}'.repeat(depth)}]}`;
}

function orProduct(factors: number): string {
  const members = Array.from({ length: factors }, (_, index) => `"k${index}":{"$or":[{"x":[1]},{"y":[1]}]}`);
  return `{${members.join(',')}}`;
}

function wideOr(branches: number): string {
  return `{"$or":[${Array(branches).fill('{"a":[1]}').join(',')}]}`;
}

function fieldsTimesOr(fields: number, branches: number): string {
  const members = Array.from({ length: fields }, (_, index) => `"k${index}":[1]`);
  return `{${members.join(',')},"$or":[${Array(branches).fill('{"a":[1]}').join(',')}]}`;
}
