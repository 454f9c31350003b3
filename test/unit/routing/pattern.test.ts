import { describe, expect, it } from '@jest/globals';
import { createMatcher } from '../../../shared/routing/matcher.ts';
import { parsePattern } from '../../../shared/routing/pattern.ts';

function matches(pattern: object, event: object): boolean {
  const parsed = parsePattern(pattern);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return createMatcher([['it', { pattern: parsed.value }]]).match(event).length === 1;
}

type Case = readonly [pattern: object, matching: readonly object[], other: readonly object[]];

const CASES: Readonly<Record<string, Case>> = {
  'a text is compared whole, and with its letter case': [{ a: ['x'] }, [{ a: 'x' }], [{ a: 'X' }, { a: 'xx' }, {}]],
  'a number is compared by its value': [{ a: [300] }, [{ a: 300 }, { a: 3e2 }], [{ a: '300' }, { a: 301 }]],
  'true and false are values': [{ a: [true] }, [{ a: true }], [{ a: 'true' }, { a: 1 }, { a: false }]],
  'null is a value': [{ a: [null] }, [{ a: null }], [{ a: 'null' }, { a: 0 }, {}]],
  'one of the alternatives is enough': [{ a: ['x', { prefix: 'y' }] }, [{ a: 'x' }, { a: 'yz' }], [{ a: 'z' }]],
  'every field must hold': [{ a: [1], b: [2] }, [{ a: 1, b: 2, c: 3 }], [{ a: 1 }, { a: 1, b: 1 }]],
  'fields nest': [{ a: { b: [1] } }, [{ a: { b: 1 } }], [{ a: 1 }, { b: 1 }, { a: { a: { b: 1 } } }]],
  'a dotted key is the same field as nested keys': [
    { 'a.b': { c: [1] } },
    [{ a: { b: { c: 1 } } }, { 'a.b.c': 1 }, { a: { 'b.c': 1 } }],
    [{ c: 1 }],
  ],
  'an empty key is a key': [{ '': { a: [1] } }, [{ '': { a: 1 } }], [{ a: 1 }]],
  'a nested key is not its namesake under an empty key': [{ a: [1] }, [{ a: 1 }], [{ '': { a: 1 } }]],
  'a key may have the name of an object’s own': [{ constructor: [1] }, [{ constructor: 1 }], [{}]],
  'an array matches when one element does': [
    { a: ['x'] },
    [{ a: ['y', 'x'] }, { a: [['x']] }],
    [{ a: ['y'] }, { a: [] }],
  ],
  'a field inside an array of objects matches in any of them': [
    { a: { b: ['x'] } },
    [{ a: [{ b: 'y' }, { b: 'x' }] }, { a: [[{ b: 'x' }]] }],
    [{ a: [{ b: 'y' }] }, { a: [] }],
  ],
  'two fields inside an array must hold in the same element': [
    { staff: { first: ['Anna'], last: ['Jones'] } },
    [{ staff: [{ first: 'Peter' }, { first: 'Anna', last: 'Jones' }] }],
    [
      {
        staff: [
          { first: 'Anna', last: 'Smith' },
          { first: 'Peter', last: 'Jones' },
        ],
      },
    ],
  ],
  'elements are told apart at every depth': [
    { a: { b: { x: [1], y: [2] } } },
    [{ a: [{ b: [{ x: 1 }, { x: 1, y: 2 }] }] }],
    [{ a: [{ b: [{ x: 1 }, { y: 2 }] }] }, { a: [{ b: [{ x: 1 }] }, { b: [{ y: 2 }] }] }],
  ],
  'two arrays are chosen from apart': [
    { a: { x: [1] }, b: { y: [2] } },
    [{ a: [{ x: 0 }, { x: 1 }], b: [{ y: 2 }, { y: 3 }] }],
    [{ a: [{ x: 1 }], b: [{ y: 3 }] }],
  ],
  'a field that must be missing must be so in the elements of the fields before it': [
    { a: { x: [1], y: [{ exists: false }] } },
    [{ a: [{ x: 1 }, { z: 1 }] }, { a: [{ x: 1 }, { y: 1 }] }],
    [{ a: [{ x: 1, y: 1 }, { z: 1 }] }],
  ],
  'a field that must be missing must be so in every element when no field comes before it': [
    { a: { x: [{ exists: false }], y: [1] } },
    [{ a: [{ y: 1 }, { z: 1 }] }],
    [{ a: [{ y: 1 }, { x: 1 }] }],
  ],
  'prefix is for texts': [{ a: [{ prefix: 'im' }] }, [{ a: 'image' }, { a: 'im' }], [{ a: 'i' }, { a: 1 }, {}]],
  'suffix is for texts': [{ a: [{ suffix: '.png' }] }, [{ a: 'x.png' }, { a: '.png' }], [{ a: 'png' }, { a: null }]],
  'an empty prefix takes every text': [{ a: [{ prefix: '' }] }, [{ a: '' }, { a: 'x' }], [{ a: 1 }, {}]],
  'exists takes what is there, null too': [
    { a: [{ exists: true }] },
    [{ a: 1 }, { a: null }, { a: [0] }],
    [{}, { a: {} }, { a: [] }],
  ],
  'exists is about leaves': [{ a: [{ exists: false }] }, [{}, { a: { b: 1 } }], [{ a: null }, { a: 1 }]],
  'numeric compares numbers and never texts': [
    { a: [{ numeric: ['<', 10] }] },
    [{ a: 9.5 }, { a: -1 }],
    [{ a: 10 }, { a: '9' }, { a: null }, {}],
  ],
  'numeric has the equal sign': [{ a: [{ numeric: ['=', 3.018e2] }] }, [{ a: 301.8 }], [{ a: 301 }]],
  'numeric has ranges': [{ a: [{ numeric: ['>', 0, '<=', 5] }] }, [{ a: 5 }, { a: 0.1 }], [{ a: 0 }, { a: 5.1 }]],
  'a range holds for one element and not for two together': [
    { a: [{ numeric: ['>', 2, '<', 4] }] },
    [{ a: [1, 3, 5] }],
    [{ a: [1, 5] }],
  ],
  'anything-but takes every other value, null too, and nothing that is missing': [
    { a: [{ 'anything-but': 'x' }] },
    [{ a: 'y' }, { a: 1 }, { a: null }, { a: ['x', 'y'] }],
    [{ a: 'x' }, {}, { a: ['x'] }],
  ],
  'anything-but takes a list': [{ a: [{ 'anything-but': [1, 2] }] }, [{ a: 3 }, { a: '1' }], [{ a: 1 }, { a: 2 }]],
  'anything-but takes a prefix': [
    { a: [{ 'anything-but': { prefix: 'thumbnails/' } }] },
    [{ a: 'x' }, { a: 1 }],
    [{ a: 'thumbnails/x' }, {}],
  ],
  'anything-but takes suffixes': [
    { a: [{ 'anything-but': { suffix: ['.png', '.jpg'] } }] },
    [{ a: 'x.gif' }],
    [{ a: 'x.png' }, { a: 'x.jpg' }],
  ],
};

describe('a pattern', () => {
  it.each(Object.entries(CASES))('%s', (_sentence, [pattern, matching, other]) => {
    expect(matching.filter((event) => !matches(pattern, event))).toEqual([]);
    expect(other.filter((event) => matches(pattern, event))).toEqual([]);
  });

  it('is read from text and bytes as well', () => {
    for (const input of ['{"a":[1]}', Buffer.from('{"a":[1]}')]) {
      const parsed = parsePattern(input);
      expect(parsed.ok && createMatcher([['it', { pattern: parsed.value }]]).match({ a: 1 })).toEqual(['it']);
    }
  });
});

const BAD: Readonly<Record<string, readonly [pattern: string, code: string, at: string | undefined]>> = {
  'text that is no JSON': ['{', 'bad-json', undefined],
  'a pattern that is an array': ['[]', 'bad-pattern', ''],
  'a pattern that is a text': ['"a"', 'bad-pattern', ''],
  'an empty pattern': ['{}', 'empty-pattern', ''],
  'an empty object inside': ['{"a":{"b":{}}}', 'empty-pattern', '/a/b'],
  'an empty array': ['{"a":[]}', 'empty-pattern', '/a'],
  'a value outside of an array': ['{"a":{"b":5}}', 'bad-pattern', '/a/b'],
  'a key that a JSON Pointer escapes': ['{"a/b~":5}', 'bad-pattern', '/a~1b~0'],
  'an array inside an array': ['{"a":["x",["y"]]}', 'bad-condition', '/a/1'],
  'two operators in one condition': ['{"a":[{"prefix":"x","suffix":"y"}]}', 'bad-condition', '/a/0'],
  'a condition without an operator': ['{"a":[{}]}', 'bad-condition', '/a/0'],
  'an unknown operator': ['{"a":[{"constructor":"x"}]}', 'unknown-operator', '/a/0/constructor'],
  'an unknown operator that a JSON Pointer escapes': ['{"a":[{"a/b":"x"}]}', 'unknown-operator', '/a/0/a~1b'],
  'a prefix that is no text': ['{"a":[{"prefix":1}]}', 'bad-operand', '/a/0/prefix'],
  'a suffix that is no text': ['{"a":[{"suffix":null}]}', 'bad-operand', '/a/0/suffix'],
  'exists without true or false': ['{"a":[{"exists":"true"}]}', 'bad-operand', '/a/0/exists'],
  'numeric without a list': ['{"a":[{"numeric":5}]}', 'bad-operand', '/a/0/numeric'],
  'numeric with half a comparison': ['{"a":[{"numeric":["<"]}]}', 'bad-operand', '/a/0/numeric'],
  'numeric with an unknown sign': ['{"a":[{"numeric":["<",1,"!=",2]}]}', 'bad-operand', '/a/0/numeric/2'],
  'numeric with a text as a bound': ['{"a":[{"numeric":["<",1,">","2"]}]}', 'bad-operand', '/a/0/numeric/3'],
  'anything-but of an empty list': ['{"a":[{"anything-but":[]}]}', 'bad-operand', '/a/0/anything-but'],
  'anything-but of two kinds': ['{"a":[{"anything-but":["x",1]}]}', 'bad-operand', '/a/0/anything-but'],
  'anything-but of a boolean': ['{"a":[{"anything-but":true}]}', 'bad-operand', '/a/0/anything-but'],
  'anything-but of another operator': ['{"a":[{"anything-but":{"exists":true}}]}', 'bad-operand', '/a/0/anything-but'],
  'anything-but of two affixes': [
    '{"a":[{"anything-but":{"prefix":"x","suffix":"y"}}]}',
    'bad-operand',
    '/a/0/anything-but',
  ],
  'anything-but of no prefix': ['{"a":[{"anything-but":{"prefix":[]}}]}', 'bad-operand', '/a/0/anything-but'],
  'a nesting of 100,000': [`${'{"a":'.repeat(100_000)}[1]${'}'.repeat(100_000)}`, 'too-deep', undefined],
};

describe('parsePattern refuses', () => {
  it.each(Object.entries(BAD))('%s, and names the place', (_sentence, [pattern, code, at]) => {
    const result = parsePattern(pattern);
    expect(result).toMatchObject({ ok: false, error: { code } });
    expect(result.ok || result.error.at).toBe(code === 'bad-json' ? 1 : at);
  });

  it.each([
    ['prefx', 'prefix'],
    ['anything_but', 'anything-but'],
    ['Suffix', 'suffix'],
    ['exist', 'exists'],
  ])('%s and asks whether %s was meant', (written, meant) => {
    expect(parsePattern({ a: [{ [written]: 'x' }] })).toMatchObject({ error: { fix: `Did you mean "${meant}"?` } });
  });

  it('an operator that resembles none without guessing', () => {
    const result = parsePattern({ a: [{ matches: 'x' }] });
    expect(result).toMatchObject({ error: { expected: expect.stringContaining('anything-but') } });
    expect(result.ok || result.error.fix).toBeUndefined();
  });
});
