import { pointer } from '../../schemas/pointer.ts';
import { fail, ok, type Result, show } from '../../schemas/result.ts';
import type { Operation, Range } from './condition.ts';
import { badOperand } from './operand.ts';

const HIGHEST = Number.MAX_VALUE;
const EVERY_NUMBER: Range = { kind: 'numeric', low: -HIGHEST, lowOpen: false, high: HIGHEST, highOpen: false };

const COMPARISONS = new Map<unknown, (bound: number) => Partial<Range>>([
  ['=', (bound) => ({ low: bound, high: bound })],
  ['<', (bound) => ({ high: bound, highOpen: true })],
  ['<=', (bound) => ({ high: bound })],
  ['>', (bound) => ({ low: bound, lowOpen: true })],
  ['>=', (bound) => ({ low: bound })],
]);

/** `["<", 10]`, or a range, its lower end first: `[">", 0, "<=", 5]`. */
export function parseNumeric(operation: Operation): Result<Range> {
  const { operand, at } = operation;
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4))
    return badOperand(operation, '["<", 10] or [">", 0, "<=", 5]');
  const terms: Partial<Range>[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const comparison = parseComparison(operand, index, at);
    if (!comparison.ok) return comparison;
    terms.push(comparison.value);
  }
  return operand.length === 2 ? ok({ ...EVERY_NUMBER, ...terms[0] }) : parseRange(operation, operand, terms);
}

function parseRange(
  operation: Operation,
  operand: readonly unknown[],
  terms: readonly Partial<Range>[],
): Result<Range> {
  const range = { ...EVERY_NUMBER, ...terms[0], ...terms[1] };
  const upwards = /^>=?$/.test(String(operand[0])) && /^<=?$/.test(String(operand[2]));
  if (!upwards) return badOperand(operation, 'the lower end first, as in [">", 0, "<=", 5]');
  if (range.low >= range.high) return badOperand(operation, 'a lower end that is below the upper');
  return ok(range);
}

function parseComparison(operand: readonly unknown[], index: number, at: string): Result<Partial<Range>> {
  const [sign, bound] = operand.slice(index);
  const comparison = COMPARISONS.get(sign);
  if (comparison === undefined) return refuse('Not a comparison', at + pointer(index), '=, <, <=, > or >=', sign);
  if (typeof bound !== 'number' || !Number.isFinite(bound))
    return refuse('Not a number', at + pointer(index + 1), 'a number', bound);
  return ok(comparison(bound));
}

function refuse(message: string, at: string, expected: string, got: unknown) {
  return fail({ code: 'bad-operand', message, at, expected, got: show(got) });
}
