import fc from 'fast-check';

export type Change = (bytes: Uint8Array) => Uint8Array;

/** What can happen to bytes: flipped, cut, put in, taken out, said twice. */
export function damage(): fc.Arbitrary<Change> {
  const at = fc.nat();
  const inserted = fc.constantFrom(...INSERTED.map((text) => Buffer.from(text, 'latin1')));
  return fc.oneof(
    fc.tuple(at, fc.integer({ min: 0, max: 7 })).map(([where, bit]) => flip(where, bit)),
    fc.tuple(at, fc.integer({ min: 0, max: 255 })).map(([where, byte]) => replace(where, 1, Uint8Array.of(byte))),
    fc.tuple(at, inserted).map(([where, bytes]) => replace(where, 0, bytes)),
    fc.tuple(at, inserted).map(([where, bytes]) => replace(where, bytes.length, bytes)),
    fc.tuple(at, fc.integer({ min: 1, max: 4 })).map(([where, count]) => replace(where, count, new Uint8Array())),
    at.map((where) => (bytes: Uint8Array) => bytes.subarray(0, where % (bytes.length + 1))),
    fc.tuple(at, at).map(([where, length]) => repeat(where, length)),
  );
}

/** Single bytes and short runs that JSON or UTF-8 gives a meaning, or forbids. */
const INSERTED = [
  ...[
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '0',
    '01',
    '-',
    '+',
    '.',
    'e',
    'E',
    '.5',
    '1.',
    'null',
    'tru',
    'NaN',
    'Infinity',
  ],
  ...[
    '"a":',
    '"a":1,',
    '"__proto__":1,',
    '\\u',
    '\\u00',
    '\\ud800',
    '\\udc00',
    '\\x',
    '//',
    '/**/',
    "'",
    '\0',
    '\t',
    '\n',
    '\x0b',
    '\x7f',
  ],
  ...[
    '\x80',
    '\xc0\x80',
    '\xc3',
    '\xe2\x82',
    '\xed\xa0\x80',
    '\xf0\x9f\x98\x80',
    '\xf4\x90\x80\x80',
    '\xf8',
    '\xff',
    '\xef\xbb\xbf',
    '\xc2\xa0',
  ],
];

function flip(where: number, bit: number): Change {
  return (bytes) => {
    if (bytes.length === 0) return bytes;
    const flipped = Uint8Array.from(bytes);
    const index = where % bytes.length;
    flipped[index] = (bytes[index] ?? 0) ^ (1 << bit);
    return flipped;
  };
}

function replace(where: number, count: number, by: Uint8Array): Change {
  return (bytes) => {
    const start = where % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, start), by, bytes.subarray(start + count)]);
  };
}

function repeat(where: number, length: number): Change {
  return (bytes) => {
    const start = where % (bytes.length + 1);
    const end = start + (length % (bytes.length - start + 1));
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  };
}
