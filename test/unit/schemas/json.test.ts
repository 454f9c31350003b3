import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, MAX_DEPTH, parseJson, toJson, withinDepth } from '../../../shared/schemas/json.ts';

function nested(depth: number): unknown {
  return JSON.parse(`${'['.repeat(depth)}1${']'.repeat(depth)}`);
}

describe('parseJson', () => {
  it('reads text and bytes, and drops a byte order mark', () => {
    expect(parseJson('{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
    expect(parseJson(Buffer.from('\ufeff{"a":1}'))).toEqual({ ok: true, value: { a: 1 } });
  });

  it.each<[string, string | Uint8Array, string]>([
    ['an empty body', '', 'empty'],
    ['a body of white space', ' \n', 'empty'],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'bad-utf8'],
    ['a UTF-8 surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'bad-utf8'],
    ['two documents', '{} {}', 'bad-json'],
    ['a cut document', '{"a":', 'bad-json'],
    ['a comment', '/* */ {}', 'bad-json'],
    ['a nesting of 100,000', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'too-deep'],
  ])('refuses %s', (_what, input, code) => {
    expect(parseJson(input)).toMatchObject({ ok: false, error: { code } });
  });

  it('names the place where the engine knows it', () => {
    expect(parseJson('{"a":1}x')).toMatchObject({ ok: false, error: { at: 7 } });
    expect(parseJson('{"a" 1}')).toMatchObject({ ok: false, error: { at: 5 } });
  });

  it.each(['secret', '{"a":secret', '["secret", x]', 'undefined'])('shows nothing of %j', (text) => {
    const result = parseJson(text);
    expect(result).toMatchObject({ ok: false, error: { got: expect.stringMatching(/./) } });
    expect(JSON.stringify(result)).not.toMatch(/secret|undefined/);
  });
});

describe('withinDepth', () => {
  it(`allows ${MAX_DEPTH} levels and no more`, () => {
    expect(withinDepth(nested(MAX_DEPTH))).toBe(true);
    expect(withinDepth(nested(MAX_DEPTH + 1))).toBe(false);
  });
});

describe('canonicalJson', () => {
  it('sorts keys at every level and keeps the order of arrays', () => {
    expect(canonicalJson({ b: [2, { d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[2,{"c":null,"d":1}]}');
  });

  it('keeps __proto__ apart from an empty object', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}');
  });

  it('is the same for the same data, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('is JSON of the same data, so that different data has different text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).reverse();
  return Object.fromEntries(members.map(([key, inner]) => [key, reversed(inner)]));
}

describe('toJson', () => {
  it('writes what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(toJson(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('writes what is too deep for JSON.stringify', () => {
    const text = `${'[{"a":'.repeat(50_000)}"\\ud800"${'}]'.repeat(50_000)}`;
    expect(toJson(JSON.parse(text)) === text).toBe(true);
  });
});
