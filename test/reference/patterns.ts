import fc from 'fast-check';
import type { Alphabet } from './alphabets.ts';
import { conditions } from './conditions.ts';
import { type Json, objectOf } from './json.ts';

/** Patterns of an alphabet: nested and dotted paths, `$or` at any level. Most are sound, the others mostly to be refused. */
export function patterns(alphabet: Alphabet): fc.Arbitrary<Json> {
  return fc.oneof(
    { arbitrary: patternsOf(alphabet, true), weight: 5 },
    { arbitrary: patternsOf(alphabet, false), weight: 1 },
  );
}

function patternsOf(alphabet: Alphabet, sound: boolean): fc.Arbitrary<Json> {
  const field = fc.oneof(
    { arbitrary: fc.array(conditions(alphabet, sound), { minLength: 1, maxLength: 3 }), weight: 30 },
    { arbitrary: fc.constantFrom<Json>([], {}, 1, 'x', null), weight: sound ? 0 : 1 },
  );
  const { object } = fc.letrec<{ object: Json; value: Json; or: Json }>((tie) => ({
    object: fc
      .tuple(
        fc.array(fc.tuple(fc.constantFrom(...alphabet.keys), tie('value')), { minLength: 1, maxLength: 3 }),
        tie('or'),
        fc.nat(5),
      )
      .map(([members, or, at]) => withOr(members, or, at)),
    value: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'pattern' },
      { arbitrary: field, weight: 3 },
      { arbitrary: tie('object'), weight: 1 },
    ),
    or: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'or' },
      { arbitrary: fc.constant<Json>(null), weight: 8 },
      { arbitrary: fc.array(tie('object'), { minLength: 2, maxLength: 3 }), weight: 2 },
      {
        arbitrary: fc.oneof(fc.array(tie('object'), { maxLength: 1 }), field, fc.constantFrom(...NO_OR)),
        weight: sound ? 0 : 1,
      },
    ),
  }));
  return object;
}

/** `at` decides where among the members `$or` stands: what stands later overrides. */
function withOr(members: readonly (readonly [string, Json])[], or: Json, at: number): Json {
  if (or === null) return objectOf(members);
  if (at === 0) return objectOf([['$or', or]]);
  return objectOf([...members.slice(0, at), ['$or', or], ...members.slice(at)]);
}

/** What is not the operator, or is refused for a word that it reserves. */
const NO_OR: readonly Json[] = [
  ['x', 'y'],
  [{ prefix: 'x' }, { suffix: 'y' }],
  [{ a: [1] }, 'x'],
  [{ a: [1] }, {}],
  [{ numeric: ['>', 0] }, { exists: true }],
  [{ a: [1] }, { regex: [1] }],
  [{ a: { '=': [1] } }, { b: [1] }],
  { a: [1] },
];
