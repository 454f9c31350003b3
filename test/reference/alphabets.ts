import type { Json } from './json.ts';

/** The keys and leaves that patterns and events of one batch are made of: few, so that they hit each other. */
export type Alphabet = {
  readonly name: string;
  readonly keys: readonly string[];
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
};

const KEYS = ['a', 'b', 'c'];
const NUMBERS = [0, 1, 2, -1];

export const ALPHABETS: readonly Alphabet[] = [
  { name: 'structure', keys: KEYS, texts: ['x', 'y'], numbers: [1, 2] },
  { name: 'paths', keys: ['a', 'b', 'a.b', 'b.a', 'a.b.a'], texts: ['x', 'y'], numbers: [1] },
  {
    name: 'affixes',
    keys: ['a', 'b'],
    texts: ['', 'a', 'b', 'ab', 'ba', 'aba', 'bab', 'abab', 'A', 'aB'],
    numbers: [1],
  },
  {
    name: 'wildcards',
    keys: ['a', 'b'],
    texts: ['', 'a', 'ab', 'aab', 'a*b', 'a\\b', '*', '\\', 'aé', 'é*', 'b😀a'],
    numbers: [1],
  },
  {
    name: 'case',
    keys: ['a', 'b'],
    texts: [
      'ß',
      'SS',
      'ss',
      'ẞ',
      'İ',
      'i̇',
      'i',
      'ı',
      'I',
      'ſ',
      's',
      'S',
      'K',
      'k',
      'Σς',
      'σς',
      'ΣΣ',
      'ǅ',
      'ǆ',
      'Ǆ',
      'Éa',
      'éA',
      'ﬁ',
      'FI',
    ],
    numbers: [1],
  },
  {
    name: 'addresses',
    keys: ['a', 'b'],
    texts: [
      ...[
        '10.0.0.1',
        '010.0.0.1',
        '10.0.0.255',
        '10.1.0.0',
        '::ffff:a00:1',
        '0:0:0:0:0:ffff:0a00:0001',
        '::ffff:A00:01FF',
      ],
      ...[
        '::1',
        '0::1',
        '1::',
        '2001:db8::1',
        '2001:DB8:0::0:1',
        '300.1.1.1',
        '10.0.0',
        ':',
        '::',
        '1:2:3:4:5:6:7::',
        '1:2',
        '::ffff:10.0.0.1',
        '::00001',
      ],
    ],
    numbers: [10],
  },
  {
    name: 'numbers',
    keys: ['a', 'b'],
    texts: ['1', '1000'],
    numbers: [
      ...[
        0, -0, 1, -1, 1.5, 1000, 0.1, 0.30000000000000004, 1e-7, 9007199254740992, 9007199254740994, 123456789012345680,
      ],
      ...[5e-324, 1.7976931348623157e308, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ],
  },
  {
    name: 'odd names',
    keys: ['__proto__', 'constructor', 'toString', 'length', 'é', '😀', 'a"b', 'a\\', '\n', ' ', '\u2028'],
    texts: ['x', '__proto__', 'constructor', '\u0000', '\u007f', '\u2028', '"', '\n', '/', 'N', 'true', 'null'],
    numbers: NUMBERS,
  },
  {
    name: 'surrogates',
    keys: ['a', 'b', '\ud800'],
    texts: ['😀', '😁', '\ud83d', '\ude00', 'a\ud83d', '\ude00a', '𐐀', '𐐨', '\uffff', '�'],
    numbers: [1],
  },
];

/** Every leaf of an alphabet. */
export function leavesOf({ texts, numbers }: Alphabet): readonly Json[] {
  return [...texts, ...numbers, true, false, null];
}
