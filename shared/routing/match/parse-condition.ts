import { pointer } from '../../schemas/pointer.ts';
import { fail, ok, type Result, show } from '../../schemas/result.ts';
import { parseAddress } from './address.ts';
import type { Condition, Operation } from './condition.ts';
import { isLeaf, type Leaf } from './leaf.ts';
import { nearest } from './nearest.ts';
import { badOperand, parseText, soleMember } from './operand.ts';
import { parseAffix } from './parse-affix.ts';
import { parseAnythingBut } from './parse-anything-but.ts';
import { parseCidr } from './parse-cidr.ts';
import { parseNumeric } from './parse-numeric.ts';
import { parseWildcard } from './wildcard.ts';

/** Reads one alternative of a field: a value, or an object with one operator. `at` is its JSON Pointer in the pattern. */
export function parseCondition(input: unknown, at: string): Result<Condition> {
  if (isLeaf(input)) return parseValue(input);
  const [operator, operand] = soleMember(input) ?? [];
  if (operator !== undefined) return parseOperator({ operator, operand, at: at + pointer(operator) });
  return fail({
    code: 'bad-condition',
    message: 'Not a condition',
    at,
    expected: 'a value or an object with one operator',
    got: show(input),
  });
}

/** An address matches however it is spelled, as in EventBridge: `::1` is `0:0:0:0:0:0:0:1`. */
function parseValue(value: Leaf): Result<Condition> {
  const address = typeof value === 'string' ? parseAddress(value) : undefined;
  // Beyond the range of a double numbers cannot be told apart: such a value equals none.
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
    return ok({ kind: 'equals', value: Number.NaN });
  if (address === undefined) return ok({ kind: 'equals', value });
  return ok({ kind: 'cidr', text: String(value), low: address, high: address });
}

/** The operators of a field, in the order in which an error lists them. */
const OPERATORS = new Map<string, (operation: Operation) => Result<Condition>>([
  ['prefix', (operation) => parseAffix('prefix', operation)],
  ['suffix', (operation) => parseAffix('suffix', operation)],
  ['equals-ignore-case', (operation) => fromText(operation, (text) => ({ kind: 'equals-ignore-case', text }))],
  ['wildcard', parseWildcardCondition],
  ['anything-but', parseAnythingBut],
  ['numeric', parseNumeric],
  ['cidr', parseCidr],
  ['exists', parseExists],
  ['exactly', (operation) => fromText(operation, (value) => ({ kind: 'equals', value }))],
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

function fromText(operation: Operation, toCondition: (text: string) => Condition): Result<Condition> {
  const text = parseText(operation);
  return text.ok ? ok(toCondition(text.value)) : text;
}

function parseWildcardCondition(operation: Operation): Result<Condition> {
  const text = parseText(operation);
  if (!text.ok) return text;
  const wildcard = parseWildcard(text.value, operation.at);
  return wildcard.ok ? ok({ kind: 'wildcard', text: text.value }) : wildcard;
}

function parseExists(operation: Operation): Result<Condition> {
  const { operand } = operation;
  return typeof operand === 'boolean'
    ? ok({ kind: 'exists', exists: operand })
    : badOperand(operation, 'true or false');
}
