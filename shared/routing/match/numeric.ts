import { pointer } from '../../schemas/pointer.ts';
import { fail, ok, type Result, show } from '../../schemas/result.ts';
import { type Condition, type Operation, someLeaf } from './leaf.ts';

type Test = (value: number) => boolean;

const COMPARISONS = new Map<unknown, (bound: number) => Test>([
  ['=', (bound) => (value) => value === bound],
  ['<', (bound) => (value) => value < bound],
  ['<=', (bound) => (value) => value <= bound],
  ['>', (bound) => (value) => value > bound],
  ['>=', (bound) => (value) => value >= bound],
]);

/** `["<", 10]`, or a range such as `[">", 0, "<=", 5]`; it never matches text. */
export function parseNumeric({ operand, at }: Operation): Result<Condition> {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    return fail({
      code: 'bad-operand',
      message: 'numeric takes one or two comparisons',
      at,
      expected: '["<", 10] or [">", 0, "<=", 5]',
      got: show(operand),
    });
  }
  const tests: Test[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const test = parseComparison(operand, index, at);
    if (!test.ok) return test;
    tests.push(test.value);
  }
  return ok(someLeaf((leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf))));
}

function parseComparison(operand: readonly unknown[], index: number, at: string): Result<Test> {
  const [sign, bound] = operand.slice(index);
  const comparison = COMPARISONS.get(sign);
  if (comparison === undefined)
    return fail({
      code: 'bad-operand',
      message: 'Not a comparison',
      at: at + pointer(index),
      expected: '=, <, <=, > or >=',
      got: show(sign),
    });
  if (typeof bound !== 'number')
    return fail({
      code: 'bad-operand',
      message: 'Not a number',
      at: at + pointer(index + 1),
      expected: 'a number',
      got: show(bound),
    });
  return ok(comparison(bound));
}
