import { expect, it } from '@jest/globals';
import { createMatcher } from '../../../../shared/routing/matcher.ts';
import { type Pattern, parsePattern } from '../../../../shared/routing/pattern.ts';

function parse(pattern: object): Pattern {
  const parsed = parsePattern(pattern);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

it.each([
  ['an end', 'suffix', '\udc00', 'x\u{10400}'],
  ['a beginning', 'prefix', '\ud801', '\u{10400}x'],
])('%s in any case that is half a character is found as it is tested', (_what, operator, text, value) => {
  const half = { a: [{ [operator]: { 'equals-ignore-case': text } }] };
  // By itself it is looked up; beside a rarer condition it is tested.
  const matcher = createMatcher([
    ['looked up', { pattern: parse(half) }],
    ['tested', { pattern: parse({ ...half, b: ['rare'] }) }],
  ]);
  expect(matcher.match({ a: value, b: 'rare' })).toEqual(['looked up', 'tested']);
  expect(matcher.match({ a: 'other', b: 'rare' })).toEqual([]);
});
