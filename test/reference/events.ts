import fc from 'fast-check';
import { type Alphabet, leavesOf } from './alphabets.ts';
import { type Json, objectOf } from './json.ts';

/** Events of an alphabet: paths nested and dotted, arrays of leaves, of objects and of arrays, empty ones too. */
export function events(alphabet: Alphabet): fc.Arbitrary<Json> {
  const leaf = fc.constantFrom(...leavesOf(alphabet));
  const { object } = fc.letrec<{ object: Json; value: Json }>((tie) => ({
    object: fc.array(fc.tuple(fc.constantFrom(...alphabet.keys, '$or'), tie('value')), { maxLength: 4 }).map(objectOf),
    value: fc.oneof(
      { maxDepth: 4 },
      { arbitrary: leaf, weight: 5 },
      { arbitrary: fc.array(tie('value'), { maxLength: 3 }), weight: 2 },
      { arbitrary: fc.array(tie('object'), { maxLength: 3 }), weight: 2 },
      { arbitrary: tie('object'), weight: 2 },
    ),
  }));
  return object;
}
