/** JSON that is easily read wrong. */
export const ODD_JSON: readonly string[] = [
  '{}',
  ' \t\r\n{ \t\r\n"a" \t\r\n: \t\r\n1 \t\r\n} \t\r\n',
  '\ufeff{"a":1}',
  '{"a":1,"a":"x"}',
  '{"a":"x","a":1}',
  '{"a":"x","a":{}}',
  '{"a":{"b":"x"},"a":{"c":1}}',
  '{"a":[{"b":1},{"c":1}],"a":[]}',
  '{"a":1,"\\u0061":"x"}',
  '{"b":1,"a":1,"b":{"a":1}}',
  '{"__proto__":1}',
  '{"__proto__":{"a":1}}',
  '{"__proto__":null,"a":1}',
  '{"constructor":{"prototype":{"a":1}},"toString":"x"}',
  '{"\\u0061":"\\u0078"}',
  '{"a":"\\ud83d\\ude00"}',
  '{"a":"\\ud83d"}',
  '{"\\ud800":"\\ude00\\ud83d"}',
  '{"a":"\\ud83d\\u0041"}',
  '{"a":"\\"\\\\\\/\\b\\f\\n\\r\\t"}',
  '{"a\\"b":"}","a":"{\\"a\\":1}"}',
  '{"a":"\\\\"}',
  '{"a":"\\\\\\""}',
  '{"a":"\u007f\u0080\u2028\u2029\uffff"}',
  '{"a":-0}',
  '{"a":0}',
  '{"a":-0.0e-0}',
  '{"a":1e400}',
  '{"a":-1e400}',
  '{"a":1e-400}',
  '{"a":1E+2}',
  '{"a":0e999999999999}',
  `{"a":${'9'.repeat(10_000)}}`,
  `{"a":0.${'0'.repeat(10_000)}1e10001}`,
  '{"a":5e-324}',
  '{"a":2.4703282292062327e-324}',
  '{"a":1.7976931348623158e308}',
  '{"a":1.7976931348623159e308}',
  '{"a":9007199254740993}',
  '{"a":[]}',
  '{"a":{}}',
  '{"a":[[],[[]],{}]}',
  '{"a":[null,true,false,0,"",[1],{"b":1}]}',
  '{"":1}',
  '{"":{"":1},"a":{"":1}}',
  '{".":1,"a.":1,".a":1}',
  `{"a":"${'x'.repeat(70_000)}"}`,
  `{"${'k'.repeat(70_000)}":1,"a":1}`,
];

/** What is no JSON, as text or as bytes. */
export const BROKEN_JSON: readonly (string | readonly number[])[] = [
  '',
  ' ',
  '{',
  '}',
  '{"a"',
  '{"a":',
  '{"a":1',
  '{"a":1,',
  '{"a":1,}',
  '{,"a":1}',
  '{"a":1,,"b":1}',
  '{"a":1 "b":1}',
  '{"a" 1}',
  '{"a"::1}',
  '{a:1}',
  "{'a':1}",
  '{1:1}',
  '{"a":1}}',
  '{"a":1}]',
  '{"a":1}x',
  '{"a":1}{"a":1}',
  '{"a":1}\u0000',
  '{"a":1}\u00a0',
  '{"a":1}//',
  '/**/{"a":1}',
  '\ufeff\ufeff{"a":1}',
  '{"a":[1,]}',
  '{"a":[,1]}',
  '{"a":[1 2]}',
  '{"a":[1}}',
  '{"a":{"b":1]}',
  ...[
    '01',
    '-01',
    '00',
    '1.',
    '.5',
    '-.5',
    '+1',
    '-',
    '--1',
    '1e',
    '1e+',
    '1E-',
    '1e1.5',
    '0x1',
    '1_000',
    '1,5',
    '١',
  ].map((number) => `{"a":${number},"b":1}`),
  ...['NaN', 'Infinity', '-Infinity', 'undefined', 'True', 'nul', 'nulls', 'truee', 'fals', 'TRUE'].map(
    (word) => `{"a":${word},"b":1}`,
  ),
  ...['\\', '\\x', '\\u', '\\u0', '\\u00', '\\u006', '\\u00g1', '\\U0061', "\\'", '\\0', '\\a', '\\ud83d\\u'].map(
    (written) => `{"a":"${written}","b":1}`,
  ),
  ...['\u0000', '\u0001', '\b', '\t', '\n', '\r', '\u001f'].flatMap((control) => [
    `{"a":"${control}","b":1}`,
    `{"a${control}":1,"b":1}`,
  ]),
  ...['\u000b', '\f', '\u0085', '\u00a0', '\u2028'].map((space) => `{"a":${space}1}`),
  '{"a":"x}',
  '{"a:1}',
  '{"a":"x\\"}',
  ...[
    ['a lone continuation', 0x80],
    ['a cut pair', 0xc3],
    ['an overlong slash', 0xc0, 0xaf],
    ['an overlong zero', 0xe0, 0x80, 0x80],
    ['half a surrogate pair', 0xed, 0xa0, 0x80],
    ['beyond Unicode', 0xf4, 0x90, 0x80, 0x80],
    ['five bytes', 0xf8, 0x88, 0x80, 0x80, 0x80],
    ['never a byte of UTF-8', 0xff],
    ['a cut triple', 0xe2, 0x82],
    ['a cut quadruple', 0xf0, 0x9f, 0x98],
  ].flatMap(([, ...bytes]) => [inValue(bytes), inUnusedValue(bytes), inKey(bytes), behind(bytes)]),
  [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00],
  [0x7b, 0x00, 0x7d, 0x00],
];

type Bytes = readonly (number | string)[];

function around(before: string, bytes: Bytes, after: string): readonly number[] {
  return [...Buffer.from(before), ...bytes.map(Number), ...Buffer.from(after)];
}

function inValue(bytes: Bytes) {
  return around('{"a":"', bytes, '","b":1}');
}

function inUnusedValue(bytes: Bytes) {
  return around('{"zzz":{"y":["', bytes, '"]},"b":1}');
}

function inKey(bytes: Bytes) {
  return around('{"b":1,"', bytes, '":1}');
}

function behind(bytes: Bytes) {
  return around('{"a":1}', bytes, '');
}
