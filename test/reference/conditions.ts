import fc from 'fast-check';
import { type Alphabet, leavesOf } from './alphabets.ts';
import type { Json } from './json.ts';

/** An entry of a field's array, with every operator; unless `sound`, now and then one that is to be refused. */
export function conditions(alphabet: Alphabet, sound: boolean): fc.Arbitrary<Json> {
  const text = fc.constantFrom(...alphabet.texts);
  const number = fc.constantFrom(...alphabet.numbers.filter((value) => !sound || Number.isFinite(value)));
  const affix = text.filter((value) => !sound || value !== '');
  const minimum = sound ? 1 : 0;
  const someOf = (operand: fc.Arbitrary<Json>) =>
    fc.oneof(operand, fc.array(operand, { minLength: minimum, maxLength: 3 }));
  const leaf = fc.constantFrom(...leavesOf(alphabet));
  const wildcard = wildcards(text, sound);
  const one = (operator: string, operand: fc.Arbitrary<Json>) => operand.map((value): Json => ({ [operator]: value }));
  const ignoringCase = one('equals-ignore-case', text);
  const anythingBut = fc.oneof(
    someOf(text),
    someOf(number),
    one('prefix', someOf(affix)),
    one('suffix', someOf(affix)),
    one('equals-ignore-case', someOf(text)),
    one('wildcard', someOf(wildcard)),
  );
  return fc.oneof(
    { arbitrary: leaf, weight: 8 },
    { arbitrary: one('exactly', text), weight: 1 },
    { arbitrary: one('prefix', fc.oneof(text, ignoringCase)), weight: 2 },
    { arbitrary: one('suffix', fc.oneof(text, ignoringCase)), weight: 2 },
    { arbitrary: ignoringCase, weight: 2 },
    { arbitrary: one('wildcard', wildcard), weight: 2 },
    { arbitrary: one('numeric', numerics(number, sound)), weight: 2 },
    { arbitrary: one('cidr', cidrs(text, sound)), weight: alphabet.name === 'addresses' ? 6 : 1 },
    { arbitrary: one('exists', fc.boolean()), weight: 4 },
    { arbitrary: one('anything-but', anythingBut), weight: 4 },
    { arbitrary: fc.constantFrom(...BROKEN), weight: sound ? 0 : 1 },
  );
}

/** Texts with stars put in and what is special escaped, or not. */
function wildcards(text: fc.Arbitrary<string>, sound: boolean): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { arbitrary: text.map((plain) => plain.replace(/[*\\]/g, '\\$&')), weight: 6 },
    { arbitrary: fc.constant('*'), weight: 5 },
    { arbitrary: fc.constantFrom('a', 'b', '\\*', '\\\\'), weight: 2 },
    { arbitrary: text, weight: sound ? 0 : 1 },
  );
  const doubled = /((?:^|[^\\])(?:\\\\)*\*)\*+/g;
  return fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join('').replace(doubled, '$1'));
}

const SIGNS = ['=', '<', '<=', '>', '>='];

function numerics(number: fc.Arbitrary<number>, sound: boolean): fc.Arbitrary<Json> {
  const single = fc.tuple(fc.constantFrom(...SIGNS), number);
  const range = fc.tuple(fc.constantFrom('>', '>='), number, fc.constantFrom('<', '<='), number);
  const any = fc.array(fc.oneof(fc.constantFrom(...SIGNS, '!='), number), { maxLength: 5 });
  return fc.oneof(
    { arbitrary: single, weight: 4 },
    { arbitrary: range.map(inOrder), weight: 4 },
    { arbitrary: range, weight: sound ? 0 : 1 },
    { arbitrary: any, weight: sound ? 0 : 1 },
  );
}

type RangeTerms = readonly [string, number, string, number];

function inOrder([sign, one, otherSign, other]: RangeTerms): RangeTerms {
  return one === other
    ? [sign, one, otherSign, one + 1]
    : [sign, Math.min(one, other), otherSign, Math.max(one, other)];
}

const BITS = ['0', '1', '7', '8', '15', '24', '30', '31'];
const MORE_BITS = ['32', '64', '96', '120', '127', '128', '-1', 'x', ''];

function cidrs(text: fc.Arbitrary<string>, sound: boolean): fc.Arbitrary<string> {
  const address = fc.constantFrom('10.0.0.1', '10.0.0.0', '2001:db8::', '::ffff:a00:1', '0.0.0.0', '::');
  const any = fc.oneof(text, address);
  return fc.oneof(
    { arbitrary: fc.tuple(address, fc.constantFrom(...BITS)).map((parts) => parts.join('/')), weight: 9 },
    {
      arbitrary: fc.tuple(any, fc.constantFrom(...BITS, ...MORE_BITS)).map((parts) => parts.join('/')),
      weight: sound ? 0 : 4,
    },
    { arbitrary: any, weight: sound ? 0 : 1 },
  );
}

const BROKEN: readonly Json[] = [
  {},
  [],
  [1],
  { prefix: 1 },
  { prefix: 'a', suffix: 'b' },
  { prefix: { 'equals-ignore-case': 1 } },
  { suffix: { prefix: 'a' } },
  { 'equals-ignore-case': ['a'] },
  { wildcard: 'a**b' },
  { wildcard: 'a\\b' },
  { wildcard: 'a\\' },
  { exists: 'true' },
  { exists: null },
  { numeric: 5 },
  { numeric: [] },
  { cidr: 5 },
  { 'anything-but': true },
  { 'anything-but': null },
  { 'anything-but': ['a', 1] },
  { 'anything-but': [['a']] },
  { 'anything-but': { prefix: '' } },
  { 'anything-but': { suffix: ['a', ''] } },
  { 'anything-but': { wildcard: '**' } },
  { 'anything-but': { numeric: ['=', 1] } },
  { 'anything-but': { prefix: 'a', suffix: 'a' } },
  { exactly: 1 },
  { regex: 'a' },
  { '': 'a' },
  { a: [1] },
];
