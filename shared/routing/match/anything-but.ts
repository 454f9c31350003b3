import { isObject } from '../../schemas/json.ts';
import { fail, ok, type Result, show } from '../../schemas/result.ts';
import { type Condition, type Leaf, type Operation, someLeaf } from './leaf.ts';

type Test = (leaf: Leaf) => boolean;

/** Everything but a value, one of a list, or a prefix or suffix. A field that is missing never matches; null does. */
export function parseAnythingBut(operation: Operation): Result<Condition> {
  const excluded = isObject(operation.operand) ? parseExcludedAffix(operation) : parseExcludedValues(operation);
  if (!excluded.ok) return excluded;
  return ok(someLeaf((leaf) => !excluded.value(leaf)));
}

function parseExcludedValues({ operand, at }: Operation): Result<Test> {
  const values: unknown[] = Array.isArray(operand) ? operand : [operand];
  const kind = typeof values[0];
  if (
    values.length === 0 ||
    (kind !== 'string' && kind !== 'number') ||
    values.some((value) => typeof value !== kind)
  ) {
    return fail({
      code: 'bad-operand',
      message: 'anything-but takes values of one kind',
      at,
      expected: 'strings or numbers',
      got: show(operand),
    });
  }
  return ok((leaf) => values.includes(leaf));
}

function parseExcludedAffix({ operand, at }: Operation): Result<Test> {
  const [first, more] = Object.entries(isObject(operand) ? operand : {});
  const [operator, value] = first ?? [];
  const affixes: unknown[] = Array.isArray(value) ? value : [value];
  if (
    (operator !== 'prefix' && operator !== 'suffix') ||
    more !== undefined ||
    affixes.length === 0 ||
    !affixes.every((affix) => typeof affix === 'string')
  ) {
    return fail({
      code: 'bad-operand',
      message: 'anything-but takes a prefix or a suffix',
      at,
      expected: '{"prefix": "…"} or {"suffix": "…"}',
      got: show(operator),
    });
  }
  const test =
    operator === 'prefix'
      ? (text: string, affix: string) => text.startsWith(affix)
      : (text: string, affix: string) => text.endsWith(affix);
  return ok((leaf) => typeof leaf === 'string' && affixes.some((affix) => test(leaf, affix)));
}
