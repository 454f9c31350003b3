import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseFilter } from '../../../local/emulators/pubsub/filter/filter.ts';
import { Refusal } from '../../../local/emulators/pubsub/refusal.ts';

const attributes = {
  domain: 'com',
  'ce-type': 'blob.uploaded',
  'iana.org/language_tag': 'en',
  みんな: 'all',
  NOT: 'x',
  'say "hi"': 'a\\b',
};

const holding = [
  '',
  '  \n ',
  'attributes:domain',
  'attributes : domain',
  'attributes:"iana.org/language_tag"',
  'attributes:"\\u307F\\u3093\\u306A"',
  'attributes:"\\u307f\\U00003093\\u306a"',
  'attributes:"iana\\x2Eorg/language\\137tag"',
  'attributes."say \\"hi\\"" = "a\\\\b"',
  'attributes:NOT',
  'attributes.domain = "com"',
  'attributes.domain="com"',
  'attributes.domain != "org"',
  'attributes.missing != "org"',
  'attributes.ce-type = "blob.uploaded"',
  'hasPrefix(attributes.domain, "co")',
  'hasPrefix(attributes."ce-type", "blob.")',
  'hasPrefix(attributes.domain, "")',
  'NOT attributes:missing',
  '-attributes:missing',
  'NOT NOT attributes:domain',
  'NOT (attributes:domain AND attributes:missing)',
  'NOT hasPrefix(attributes.missing, "x")',
  'attributes:domain AND -attributes:"missing"',
  'attributes:missing OR attributes:also OR attributes:domain',
  'attributes:domain AND (attributes.domain = "net" OR attributes.domain = "com")',
  '\n attributes.domain = "com"\n AND attributes.ce-type = "blob.uploaded"\n',
  '((attributes:domain))',
];

const failing = [
  'attributes:Domain',
  'attributes:constructor',
  'attributes:toString',
  'attributes.constructor = "x"',
  'attributes.domain = "COM"',
  'attributes.domain != "com"',
  'attributes.missing = ""',
  'hasPrefix(attributes.missing, "")',
  'hasPrefix(attributes.domain, "om")',
  'NOT attributes:domain',
  'attributes:domain AND attributes:missing',
  'attributes:missing OR attributes:also',
  'NOT attributes:domain OR attributes:missing',
];

const broken: readonly (readonly [string, string])[] = [
  ['garbage (', 'expected attributes at 0'],
  ['attributes', 'expected . at 10'],
  ['attributes.domain', 'expected = at 17'],
  ['attributes.domain = com', 'expected a value in double quotes at 20'],
  ["attributes.domain = 'com'", 'unexpected "\'" at 20'],
  ['attributes.domain = "com', 'unexpected """ at 20'],
  ['attributes.domain > "com"', 'unexpected ">" at 18'],
  ['attributes.iana.org = "en"', 'expected = at 15'],
  ['attributes:', 'expected an attribute key at 11'],
  ['attributes:a and attributes:b', 'expected end at 13'],
  ['attributes:a attributes:b', 'expected end at 13'],
  ['attributes:a AND', 'expected attributes at 16'],
  ['attributes:a AND attributes:b OR attributes:c', 'AND and OR need parentheses when they are mixed at 30'],
  ['(attributes:a', 'expected ) at 13'],
  ['attributes:a)', 'expected end at 12'],
  ['hasprefix(attributes.a, "b")', 'expected attributes at 0'],
  ['hasPrefix(a, "b")', 'expected attributes at 10'],
  ['hasPrefix(attributes.a "b")', 'expected , at 23'],
  ['data = "x"', 'expected attributes at 0'],
  ['attributes:"\\q"', 'bad escape \\q at 11'],
  ['attributes:"\\UFFFFFFFF"', 'bad escape \\UFFFFFFFF at 11'],
];

describe('a subscription filter', () => {
  it.each(holding)('lets the message through: %j', (text) => {
    expect(parseFilter(text)(attributes)).toBe(true);
  });

  it.each(failing)('drops the message: %j', (text) => {
    expect(parseFilter(text)(attributes)).toBe(false);
  });

  it.each(broken)('is refused, with the place: %j', (text, problem) => {
    expect(() => parseFilter(text)).toThrow(`Invalid filter: ${problem}`);
  });

  it('is refused when it is longer than 256 bytes', () => {
    const longest = `attributes:"${'é'.repeat(121)}x"`;
    expect(Buffer.byteLength(longest)).toBe(256);
    expect(parseFilter(longest)({})).toBe(false);
    expect(() => parseFilter(`${longest} `)).toThrow('longer than 256 bytes');
  });

  it('is parsed or refused, whatever it is', () => {
    const pieces = [
      'attributes',
      '.',
      ':',
      '=',
      '!=',
      '"v"',
      '"\\',
      'key',
      'AND',
      'OR',
      'NOT',
      '-',
      '(',
      ')',
      'hasPrefix',
      ',',
      ' ',
    ];
    const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })), { maxLength: 20 });
    fc.assert(
      fc.property(text, (parts) => {
        try {
          expect(typeof parseFilter(parts.join(' '))(attributes)).toBe('boolean');
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
    );
  });
});
