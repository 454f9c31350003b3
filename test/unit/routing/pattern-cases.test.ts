import { describe, expect, it } from '@jest/globals';
import { createMatcher } from '../../../shared/routing/matcher.ts';
import { parsePattern } from '../../../shared/routing/pattern.ts';
import { interpret } from '../../reference/interpret.ts';
import { REFUSALS } from './pattern-cases/refusals.ts';
import { PATTERN_CASES } from './pattern-cases.ts';

describe('a content pattern', () => {
  it.each(PATTERN_CASES)('$sentence', ({ pattern, event, matches }) => {
    const parsed = parsePattern(pattern);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    const matcher = createMatcher([[true, { pattern: parsed.value }]]);
    expect(interpret(JSON.parse(pattern), JSON.parse(event))).toBe(matches);
    expect(matcher.match(Object(JSON.parse(event)))).toEqual(matches ? [true] : []);
    expect(matcher.matchBytes(Buffer.from(event))).toEqual(matches ? [true] : []);
  });

  it.each(REFUSALS)('is refused unless $sentence', ({ pattern }) => {
    expect(interpret(JSON.parse(pattern), {})).toBe('refused');
    expect(parsePattern(pattern)).toMatchObject({ ok: false, error: { code: expect.any(String) } });
  });

  it('has a sentence of its own for each case', () => {
    const sentences = [...PATTERN_CASES, ...REFUSALS].map(({ sentence }) => sentence);
    expect(sentences.filter((sentence, index) => sentences.indexOf(sentence) < index)).toEqual([]);
  });
});
