import fc from 'fast-check';

/** Expressions by the grammar, as the list of their tokens, and events with the attributes that are in them. */
const NAMES = ['a', 'b', 'c', 'id'];
const TEXTS = ['x', 'xy', '5', '05', 'true', 'TRUE', '', '1.5', '-5', 'a%', '_y'];

const quoted = fc.constantFrom(...TEXTS).map((text) => [`'${text}'`]);
const name = fc.constantFrom(...NAMES).map((attribute) => [attribute]);
const leaf = fc.oneof(
  name,
  name,
  quoted,
  fc.constantFrom('5', '-5', '0', '2147483647', '-2147483648').map((integer) => [integer]),
  fc.constantFrom('TRUE', 'FALSE').map((boolean) => [boolean]),
  name.map((attribute) => ['EXISTS', ...attribute]),
);
const operator = fc.constantFrom(
  ...['AND', 'AND', 'OR', 'OR', 'XOR', '=', '=', '!=', '<>', '<', '<=', '>', '>=', '+', '-', '*', '/', '%'],
);
const negation = fc.constantFrom<readonly string[]>([], [], ['NOT']);
/** Some that take one argument, and one that there is none of. */
const call = fc.constantFrom('LENGTH', 'INT', 'BOOL', 'STRING', 'UPPER', 'ABS', 'IS_INT', 'NO_SUCH');

type Tokens = readonly string[];

export const expression = fc.letrec<{ it: Tokens }>((tie) => ({
  it: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    leaf,
    fc.tuple(tie('it'), operator, tie('it')).map(([left, sign, right]): Tokens => [...left, sign, ...right]),
    fc.tuple(name, negation, quoted).map(([left, not, pattern]): Tokens => [...left, ...not, 'LIKE', ...pattern]),
    fc.tuple(name, quoted).map(([left, right]): Tokens => [...left, '=', ...right]),
    fc.tuple(quoted, name).map(([left, right]): Tokens => [...left, '=', ...right]),
    fc
      .tuple(name, negation, fc.array(leaf, { minLength: 1, maxLength: 3 }))
      .map(
        ([left, not, set]): Tokens => [
          ...left,
          ...not,
          'IN',
          '(',
          ...set.flatMap((one) => [',', ...one]).slice(1),
          ')',
        ],
      ),
    tie('it').map((inner): Tokens => ['(', ...inner, ')']),
    tie('it').map((inner): Tokens => ['NOT', '(', ...inner, ')']),
    tie('it').map((inner): Tokens => ['-', '(', ...inner, ')']),
    fc.tuple(call, tie('it')).map(([called, inner]): Tokens => [called, '(', ...inner, ')']),
  ),
})).it;

const value = fc.oneof(
  fc.constantFrom<unknown>(...TEXTS, 'ax', 'yy', 'a%'),
  fc.constantFrom<unknown>(5, -5, 0, 1, 2147483647, 1.5, 1e21, -0, true, false),
  fc.constantFrom<unknown>(null, {}, ['x'], Number.POSITIVE_INFINITY),
);

export const event: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(fc.constantFrom(...NAMES), value);
