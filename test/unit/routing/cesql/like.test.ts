import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_LIKE_PART, parseLike } from '../../../../shared/routing/cesql/like.ts';
import { cpuTime } from '../../../cpu-time.ts';
import { runs } from '../../../runs.ts';

function matches(pattern: string, text: string): boolean | undefined {
  return parseLike(pattern)?.matches(text);
}

/** The definition, taken literally: slow, and plainly right. */
function reference(pattern: readonly string[], text: readonly string[]): boolean {
  const [head, next, ...rest] = pattern;
  if (head === undefined) return text.length === 0;
  const after = pattern.slice(1);
  if (head === '%') return reference(after, text) || (text.length > 0 && reference(pattern, text.slice(1)));
  if (text.length === 0) return false;
  if (head === '\\' && (next === '%' || next === '_')) return text[0] === next && reference(rest, text.slice(1));
  return (head === '_' || head === text[0]) && reference(after, text.slice(1));
}

const CASES: Readonly<Record<string, readonly [pattern: string, matching: string[], other: string[]]>> = {
  'a pattern without % and _ is the whole text': ['ab', ['ab'], ['', 'a', 'abc', 'xab', 'AB']],
  '% is any run of characters, an empty one too': ['a%', ['a', 'ab', 'abc', 'a\nb'], ['', 'ba']],
  '% alone is every text': ['%', ['', 'a', 'ab'], []],
  '% at both ends looks anywhere': ['%b%', ['b', 'abc', 'bb'], ['', 'ac']],
  'several % look from left to right': ['a%b%c', ['abc', 'axbxc', 'abbcc'], ['acb', 'ab', 'abcd']],
  'what stands at the end may not overlap what stands at the start': ['ab%bc', ['abbc', 'abxbc'], ['abc']],
  'what stands between may not overlap the end': ['%ab%b', ['abb', 'xabxb'], ['ab']],
  'many % in a row are one': ['a%%%b', ['ab', 'axb'], ['a']],
  '_ is one character': ['a_c', ['abc', 'a_c', 'a😀c', 'a\nc'], ['ac', 'abbc']],
  '_ between % must be there': ['%_%', ['a', 'ab', '😀'], ['']],
  '_ may begin and end a run': ['%_b_%', ['abc', 'xabcx', 'bbb'], ['b', 'ab', 'bc']],
  'two _ are two characters and not the halves of one': ['__', ['ab', '😀😀'], ['😀', 'a']],
  'a backslash before % and _ makes them ordinary': ['\\%\\_', ['%_'], ['ab', '\\%\\_']],
  'a backslash before anything else is itself': ['\\a\\', ['\\a\\'], ['a', '\\a']],
  'of two backslashes before a % the second makes it ordinary': ['\\\\%', ['\\%'], ['\\', '\\a']],
  'half a surrogate pair is not in a whole one': ['%\udE00', ['\udE00'], ['\ud83d\udE00']],
};

describe('LIKE', () => {
  it.each(Object.entries(CASES))('%s', (_sentence, [pattern, matching, other]) => {
    expect(matching.filter((text) => matches(pattern, text) !== true)).toEqual([]);
    expect(other.filter((text) => matches(pattern, text) !== false)).toEqual([]);
  });

  it('agrees with its definition', () => {
    const unit = fc.constantFrom('a', 'a', 'b', '%', '_', '\\', '😀', '\ud83d', '\ude00');
    const text = fc.array(unit, { maxLength: 8 }).map((units) => units.join(''));
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        expect(matches(pattern, value)).toBe(reference(Array.from(pattern), Array.from(value)));
      }),
      { numRuns: runs(4_000) },
    );
  });

  it('agrees with its definition on parts that are longer than a machine word', () => {
    const unit = fc.constantFrom('a', 'a', 'a', 'b', '_');
    const part = fc.array(unit, { minLength: 30, maxLength: 70 }).map((units) => units.join(''));
    fc.assert(
      fc.property(part, fc.nat({ max: 40 }), fc.nat({ max: 40 }), fc.boolean(), (inner, before, after, broken) => {
        const text = 'a'.repeat(before) + inner.replaceAll('_', 'c') + 'b'.repeat(after);
        const value = broken ? text.replace('b', 'a') : text;
        expect(matches(`%${inner}%`, value)).toBe(new RegExp(inner.replaceAll('_', '.')).test(value));
      }),
      { numRuns: runs(1_000) },
    );
  });

  it('has what every matching text begins and ends with', () => {
    const unit = fc.constantFrom('a', 'b', '%', '_', '\\');
    const text = fc.array(unit, { maxLength: 6 }).map((units) => units.join(''));
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        const like = parseLike(pattern);
        if (like?.matches(value) !== true) return;
        expect(value.startsWith(like.prefix) && value.endsWith(like.suffix)).toBe(true);
        if (like.exact) expect(value).toBe(like.prefix);
      }),
      { numRuns: runs(4_000) },
    );
  });

  it.each([
    ['many %', '%a'.repeat(30_000)],
    ['many % and a miss at the end', `${'%a'.repeat(30_000)}b`],
    ['many _ between %', `%${'a_'.repeat(500)}b%`],
    ['a long part that nearly fits everywhere', `%${'a'.repeat(500)}b${'a'.repeat(500)}%`],
    ['a short part that nearly fits everywhere', `%${'a'.repeat(60)}b%`.repeat(100)],
  ])('takes time by the length of the text alone: %s', (_what, pattern) => {
    const [like, text] = [parseLike(pattern), 'a'.repeat(65_536)];
    expect(cpuTime(() => like?.matches(text))).toBeLessThan(500);
  });

  it('refuses a part between two % that is too long, and takes it at an end', () => {
    const long = 'a'.repeat(MAX_LIKE_PART + 1);
    expect(parseLike(`%${long}%`)).toBeUndefined();
    expect([matches(`${long}%`, `${long}b`), matches(`%${long}`, `b${long}`), matches(long, long)]).toEqual([
      true,
      true,
      true,
    ]);
  });
});
