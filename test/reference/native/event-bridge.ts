import type { Json } from '../json.ts';
import { type Answer, answer } from './answer.ts';
import { areValues, checkOperators, isBoolean, isNoNumber, isRange, isText, type Operators } from './operators.ts';

/** EventBridge documentation, "Quotas": the size of an event pattern. */
const LENGTH = 2_048;

/** EventBridge documentation, "Comparison operators": `exactly` is not among them. */
const OPERATORS: Operators = {
  literal: isNoNumber,
  prefix: () => undefined,
  suffix: () => undefined,
  'equals-ignore-case': isText,
  wildcard: isText,
  cidr: isText,
  numeric: isRange,
  exists: isBoolean,
  'anything-but': (operand) => (Array.isArray(operand) ? areValues(operand) : undefined),
};

/** Whether a rule with this pattern takes an event, in EventBridge’s own envelope. Throws when EventBridge would not take the pattern. */
export function ruleTakes(pattern: unknown, envelope: Json): Answer {
  const { length } = JSON.stringify(pattern);
  if (length > LENGTH) throw new Error(`The pattern has ${length} characters: expected at most ${LENGTH}`);
  checkOperators(pattern, OPERATORS);
  return answer(pattern, envelope);
}
