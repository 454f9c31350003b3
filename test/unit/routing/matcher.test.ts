import { describe, expect, it } from '@jest/globals';
import { createMatcher, type Rule } from '../../../shared/routing/matcher.ts';
import { parsePattern } from '../../../shared/routing/pattern.ts';

function rule(pattern: object): Rule {
  const parsed = parsePattern(pattern);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return { pattern: parsed.value };
}

const event = { type: 't', data: { a: 1 } };

describe('a matcher', () => {
  it('gives what wants the event, in the order of the rules', () => {
    const matcher = createMatcher([
      ['b', rule({ type: ['t'] })],
      ['no', rule({ type: ['u'] })],
      ['a', rule({ data: { a: [1] } })],
    ]);
    expect(matcher.match(event)).toEqual(['b', 'a']);
  });

  it('gives a target of several rules once, when one of them holds', () => {
    const rules = [
      ['a', rule({ type: ['u'] })],
      ['a', rule({ type: ['t'] })],
      ['a', rule({ data: { a: [1] } })],
    ] as const;
    expect(createMatcher(rules).match(event)).toEqual(['a']);
  });

  it('takes a rule without a pattern for one that wants every event', () => {
    expect(createMatcher([['a', {}]]).match({})).toEqual(['a']);
  });

  it('matches nothing without rules', () => {
    expect(createMatcher([]).match(event)).toEqual([]);
  });

  it('reads its rules once, from any iterable', () => {
    function* rules() {
      yield ['a', {}] as const;
    }
    const matcher = createMatcher(rules());
    expect([matcher.match(event), matcher.match(event)]).toEqual([['a'], ['a']]);
  });

  it.each<[string, string | Uint8Array]>([
    ['an array', '[{"type":"t"}]'],
    ['a text', '"t"'],
    ['null', 'null'],
    ['nothing', ''],
    ['two objects', '{}{}'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('matches no bytes that are %s', (_what, text) => {
    expect(createMatcher([['a', {}]]).matchBytes(Buffer.from(text))).toEqual([]);
  });

  it('matches however deep the event nests: whether that is too deep is for who delivers it', () => {
    const text = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    expect(createMatcher([['a', {}]]).matchBytes(Buffer.from(text))).toEqual(['a']);
  });

  it('matches bytes as it matches their value', () => {
    const matcher = createMatcher([['a', rule({ data: { a: [1] } })]]);
    expect(matcher.matchBytes(Buffer.from(JSON.stringify(event)))).toEqual(['a']);
  });

  it('is not slowed down by many members under a long key', () => {
    const members = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`m${index}`, 1]));
    expect(createMatcher([['a', rule({ a: [1] })]]).match({ ['k'.repeat(400_000)]: members })).toEqual([]);
  });

  it('is not slowed down by many elements and many fields', () => {
    const names = Array.from({ length: 8 }, (_, index) => `f${index}`);
    const fields = Object.fromEntries(names.map((name) => [name, [1]]));
    const elements = Array.from({ length: 2_000 }, (_, index) => ({ [`f${index % 8}`]: 1 }));
    expect(createMatcher([['a', rule({ data: fields })]]).match({ data: elements })).toEqual([]);
  });
});
