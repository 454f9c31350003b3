import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isObject, parseDeepJson } from '../../../../shared/schemas/json.ts';
import { runs } from '../../../runs.ts';
import { matcherOf } from './matcher-of.ts';

/** Long enough that the rest of an event is searched and not read. */
const PADDING = `,"padding":"${'x'.repeat(1_500)}"`;

describe('an event whose wanted names all come first', () => {
  it('is wanted for a dotted name that comes after the nested one', () => {
    const matcher = matcherOf({ a: { b: [1] } }, { a: { b: [2] } });
    expect(matcher.matchBytes(Buffer.from('{"a":{"b":1},"a.b":2}'))).toEqual([0, 1]);
    expect(matcher.matchBytes(Buffer.from(`{"a":{"b":0}${PADDING},"a.b":2}`))).toEqual([1]);
  });

  it('is searched to its end for a name without letters', () => {
    const matcher = matcherOf({ '': ['x'] });
    expect(matcher.matchBytes(Buffer.from(`{"":"y"${PADDING}}`))).toEqual([]);
    expect(matcher.matchBytes(Buffer.from(`{"":"y"${PADDING},"":"x"}`))).toEqual([0]);
  });

  it('means what JSON.parse makes of it, whatever comes behind', () => {
    const matcher = matcherOf(
      { type: ['t'] },
      { type: ['u'], data: { id: [1, { exists: false }] } },
      { data: { id: [2] } },
    );
    const wanted = fc.constantFrom(
      '"type":"s","data":{"id":0}',
      '"data":{"id":7},"type":"t"',
      '"type":"u","data":{"id":3}',
    );
    const property = fc.property(
      wanted,
      fc.array(MEMBER, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(...ENDS),
      (first, rest, end) => {
        const text = `{${[first, ...rest].join()}${end}`;
        const value = parseDeepJson(text);
        const expected = value.ok && isObject(value.value) ? matcher.match(value.value) : [];
        expect(matcher.matchBytes(Buffer.from(text))).toEqual(expected);
      },
    );
    fc.assert(property, { numRuns: runs(3_000) });
  });
});

const LONG = 'x'.repeat(1_500);
const ENDS = [
  `${PADDING}}`,
  '}',
  `${PADDING}`,
  `${PADDING}}}`,
  `${PADDING},}`,
  `${PADDING},"a":01}`,
  `${PADDING},"a":"\u0001"}`,
  `,"a":"${LONG}`,
];

/** Members that may change what the event means, or only look as if. */
const MEMBER = fc.constantFrom(
  ...[
    `"more":"${LONG}"`,
    `"more":[${`"${'y'.repeat(90)}",`.repeat(20)}0]`,
    `"more":{"data":{"id":2},"type":"t","x":"${LONG}"}`,
  ],
  ...[
    '"type":"t"',
    '"type":"u"',
    '"data":{"id":2}',
    '"data":{}',
    '"data":[{"id":2},{"id":1}]',
    '"data.id":2',
    '"data.id":1',
  ],
  ...['"\\u0074ype":"t"', '"d\\u0061ta":{"id":2}', '"data":{"\\u0069d":2}', '"data\\u002eid":2', '"data.i\\u0064":1'],
  ...[
    '"more":"\\"type\\":\\"t\\""',
    '"more":"type"',
    '"typed":"t"',
    '"xtype":"t"',
    '"data.":1',
    '"data.id.id":2',
    '"id":2',
  ],
  ...['"data": {"id" :2}', '"type" : "u"', '"more":["type","t"]', '"more":"data.id"'],
);
