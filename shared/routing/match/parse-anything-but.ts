import { ok, type Result } from '../../schemas/result.ts';
import type { Condition, Operation } from './condition.ts';
import { badOperand, soleMember } from './operand.ts';
import { parseWildcard } from './wildcard.ts';

/**
 * Anything but a value, one of a list, or what a prefix, suffix, wildcard or text in any case fits. A field that is missing never matches;
 * null does.
 */
export function parseAnythingBut(operation: Operation): Result<Condition> {
  const [operator, operand] = soleMember(operation.operand) ?? [];
  const toCondition = OPERATORS.get(operator ?? '');
  if (toCondition !== undefined)
    return parseTexts({ operator: operator ?? '', operand, at: operation.at }, toCondition);
  return parseValues(operation);
}

const OPERATORS = new Map<string, (text: string) => Condition>([
  ['prefix', (text) => ({ kind: 'prefix', text, ignoreCase: false })],
  ['suffix', (text) => ({ kind: 'suffix', text, ignoreCase: false })],
  ['equals-ignore-case', (text) => ({ kind: 'equals-ignore-case', text })],
  ['wildcard', (text) => ({ kind: 'wildcard', text })],
]);

function parseValues(operation: Operation): Result<Condition> {
  const values = toList(operation.operand);
  const alike = values.every((value) => typeof value === typeof values[0]);
  if (!values.every(isTextOrNumber) || values.length === 0 || !alike)
    return badOperand(operation, `strings or numbers, or an object with ${[...OPERATORS.keys()].join(', ')}`);
  return ok({ kind: 'anything-but', but: values.map((value) => ({ kind: 'equals', value })) });
}

function isTextOrNumber(value: unknown): value is string | number {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
}

function parseTexts(operation: Operation, toCondition: (text: string) => Condition): Result<Condition> {
  const texts = toList(operation.operand);
  if (!texts.every((text) => typeof text === 'string') || texts.length === 0)
    return badOperand(operation, 'a string or a list of them');
  // Everything begins and ends with nothing: this would never hold.
  if (/fix$/.test(operation.operator) && texts.includes('')) return badOperand(operation, 'texts that are not empty');
  for (const text of operation.operator === 'wildcard' ? texts : []) {
    const wildcard = parseWildcard(text, operation.at);
    if (!wildcard.ok) return wildcard;
  }
  return ok({ kind: 'anything-but', but: texts.map(toCondition) });
}

function toList(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand];
}
