import { isDeepStrictEqual } from 'node:util';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMatcher, type Matcher } from '../../../shared/routing/matcher.ts';
import { type Pattern, parsePattern } from '../../../shared/routing/pattern.ts';
import { ALPHABETS } from '../../reference/alphabets.ts';
import { events } from '../../reference/events.ts';
import { spell } from '../../reference/spell.ts';
import { runs } from '../../runs.ts';
import { damage } from './damage.ts';
import { BROKEN_JSON, ODD_JSON } from './odd-json.ts';

/** Rules that each event hits and misses some of, on all the names of the alphabets. */
const NAMES = [...new Set(ALPHABETS.flatMap(({ keys }) => keys))];
const RULES = ['exists', 'absent', 'text', 'number', 'null', 'not x', 'together'];

function createRules(): Matcher<string> {
  const rules = NAMES.flatMap((name) =>
    [
      [{ exists: true }],
      [{ exists: false }],
      [{ prefix: '' }],
      [{ numeric: ['<', 1e9] }],
      [null],
      [{ 'anything-but': 'x' }],
    ]
      .map((any) => ({ [name]: any }))
      .concat([{ [name]: [{ exists: true }], a: [{ exists: true }] }])
      .map((pattern, index) => [`${name}: ${RULES[index]}`, { pattern: parse(pattern) }] as const),
  );
  return createMatcher(rules);
}

function parse(pattern: object): Pattern {
  const parsed = parsePattern(Object.fromEntries(Object.entries(pattern)));
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

const matcher = createRules();
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What the handler's own parse leads to: nothing, unless the bytes are UTF-8 and one JSON object. */
function expected(bytes: Uint8Array, parse: (text: string) => unknown = JSON.parse): string[] {
  let event: unknown;
  try {
    event = parse(utf8.decode(bytes));
  } catch {
    return [];
  }
  return typeof event === 'object' && event !== null && !Array.isArray(event) ? matcher.match(event) : [];
}

/**
 * JSON.parse of V8 13.6 guesses a name by the objects that it made before: after `{"a\\":1}` it takes the name in `{"a\\n":1}` for the same.
 * In a context of its own it has made none.
 */
function parseAfresh(text: string): unknown {
  return runInNewContext('JSON.parse(text)', { text });
}

const documents = fc
  .tuple(fc.constantFrom(...ALPHABETS), fc.nat())
  .chain(([alphabet, seed]) => events(alphabet).map((event) => Buffer.from(spell(event, { seed, shuffle: true }))));

describe('bytes that are to be an event', () => {
  it.each(ODD_JSON)('mean what JSON.parse makes of them: %s', (text) => {
    const bytes = Buffer.from(text);
    expect(() => JSON.parse(utf8.decode(bytes))).not.toThrow();
    expect(matcher.matchBytes(bytes)).toEqual(expected(bytes));
  });

  it.each(BROKEN_JSON)('match nothing when they are no JSON: %j', (text) => {
    const bytes = typeof text === 'string' ? Buffer.from(text) : Uint8Array.from(text);
    expect(expected(bytes)).toEqual([]);
    expect(matcher.matchBytes(bytes)).toEqual([]);
  });

  it('match nothing when they are one JSON value that is no object', () => {
    for (const text of ['[]', '[{"a":1}]', '"a"', '1', 'null', 'true', '{"a":1}{"a":1}', '{"a":1},', '{"a":1}]'])
      expect([text, matcher.matchBytes(Buffer.from(text))]).toEqual([text, []]);
  });

  it('match nothing at any length but the whole', () => {
    const property = fc.property(documents, (bytes) => {
      for (let length = 0; length <= bytes.length; length++) {
        const part = bytes.subarray(0, length);
        expect([length, matcher.matchBytes(part)]).toEqual([length, expected(part)]);
      }
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('are read no further than they go, whatever lies around them', () => {
    const property = fc.property(documents, fc.nat(), fc.nat(), (bytes, from, length) => {
      const start = from % bytes.length;
      const part = bytes.subarray(start, start + (length % (bytes.length - start + 1)));
      expect(matcher.matchBytes(part)).toEqual(matcher.matchBytes(Uint8Array.from(part)));
      expect(matcher.matchBytes(part)).toEqual(expected(part));
    });
    fc.assert(property, { numRuns: runs(2_000) });
    const around = Buffer.from('{"a":1,"b":"x"}}]"');
    expect(matcher.matchBytes(around.subarray(0, 14))).toEqual([]);
    expect(matcher.matchBytes(around.subarray(1, 15))).toEqual([]);
    expect(matcher.matchBytes(around.subarray(0, 15))).toEqual(matcher.match({ a: 1, b: 'x' }));
  });

  it('mean what JSON.parse makes of them after any damage', () => {
    const property = fc.property(documents, fc.array(damage(), { minLength: 1, maxLength: 3 }), (bytes, damages) => {
      const damaged = damages.reduce<Uint8Array>((whole, change) => change(whole), bytes);
      const answer = matcher.matchBytes(damaged);
      if (isDeepStrictEqual(answer, expected(damaged))) return;
      const text = Buffer.from(damaged).toString('latin1');
      expect([text, answer]).toEqual([text, expected(damaged, parseAfresh)]);
    });
    fc.assert(property, { numRuns: runs(10_000) });
  });

  it('leave no trace: the same bytes have the same answer after any others', () => {
    const property = fc.property(documents, documents, damage(), (one, other, change) => {
      const before = matcher.matchBytes(one);
      matcher.matchBytes(change(other));
      matcher.match({ a: [1, { b: 'x' }] });
      expect(matcher.matchBytes(one)).toEqual(before);
    });
    fc.assert(property, { numRuns: runs(1_000) });
  });

  it.each([
    ['arrays', '[', ']'],
    ['objects', '{"b":', '}'],
    ['arrays of objects', '[{"b":', '}]'],
  ])('may nest 100,000 %s deep, and an end may be missing', (_, open, close) => {
    const [deep, ends] = [open.repeat(100_000), close.repeat(100_000)];
    const at = (text: string) => matcher.matchBytes(Buffer.from(text)).filter((rule) => rule.startsWith('c: '));
    // Beside a value that no rule looks into, and beside one that they do.
    for (const name of ['zzz', 'a']) {
      expect(at(`{"${name}":${deep}1${ends},"c":"y"}`)).toEqual([
        'c: exists',
        'c: text',
        'c: not x',
        ...(name === 'a' ? together(open) : []),
      ]);
      expect(at(`{"${name}":${deep}1${ends.slice(1)},"c":"y"}`)).toEqual([]);
      expect(at(`{"c":"y","${name}":${deep}`)).toEqual([]);
    }
  });
});

/** `a` holds a leaf at its own path only in arrays. */
function together(open: string): readonly string[] {
  return open === '[' ? ['c: together'] : [];
}
