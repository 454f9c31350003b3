import { isObject } from '../../schemas/json.ts';
import { pointer } from '../../schemas/pointer.ts';
import { fail, ok, type Result, show } from '../../schemas/result.ts';
import { parseAnythingBut } from './anything-but.ts';
import { type Condition, isLeaf, type Operation, someLeaf } from './leaf.ts';
import { nearest } from './nearest.ts';
import { parseNumeric } from './numeric.ts';

/** Reads one alternative of a field: a value, or an object with one operator. `at` is its JSON Pointer in the pattern. */
export function parseCondition(input: unknown, at: string): Result<Condition> {
  if (isLeaf(input)) return ok(someLeaf((leaf) => leaf === input));
  const entries = isObject(input) ? Object.entries(input) : [];
  const [operator, operand] = entries[0] ?? [];
  if (operator === undefined || entries.length !== 1) {
    return fail({
      code: 'bad-condition',
      message: 'Not a condition',
      at,
      expected: 'a value or an object with one operator',
      got: show(input),
    });
  }
  return parseOperator({ operator, operand, at: at + pointer(operator) });
}

const OPERATORS = new Map<string, (operation: Operation) => Result<Condition>>([
  ['prefix', (operation) => parseAffix(operation, (text, affix) => text.startsWith(affix))],
  ['suffix', (operation) => parseAffix(operation, (text, affix) => text.endsWith(affix))],
  ['exists', parseExists],
  ['numeric', parseNumeric],
  ['anything-but', parseAnythingBut],
]);

function parseOperator(operation: Operation): Result<Condition> {
  const parse = OPERATORS.get(operation.operator);
  if (parse !== undefined) return parse(operation);
  const guess = nearest(operation.operator, [...OPERATORS.keys()]);
  return fail({
    code: 'unknown-operator',
    message: `There is no operator ${show(operation.operator)}`,
    at: operation.at,
    expected: [...OPERATORS.keys()].join(', '),
    ...(guess === undefined ? {} : { fix: `Did you mean "${guess}"?` }),
  });
}

function parseAffix({ operand, at }: Operation, test: (text: string, affix: string) => boolean): Result<Condition> {
  if (typeof operand !== 'string')
    return fail({
      code: 'bad-operand',
      message: 'The operand is not a string',
      at,
      expected: 'a string',
      got: show(operand),
    });
  return ok(someLeaf((leaf) => typeof leaf === 'string' && test(leaf, operand)));
}

function parseExists({ operand, at }: Operation): Result<Condition> {
  if (typeof operand !== 'boolean')
    return fail({
      code: 'bad-operand',
      message: 'The operand is not a boolean',
      at,
      expected: 'true or false',
      got: show(operand),
    });
  return ok({ holds: (values) => values.length > 0 === operand });
}
