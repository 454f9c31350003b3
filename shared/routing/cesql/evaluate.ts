import { evaluateCall } from './call.ts';
import { castError, toBool, toInt } from './cast.ts';
import type { Expression } from './expression.ts';
import { checked } from './math.ts';
import { readAttribute } from './read-attribute.ts';
import { type Found, MISSING, type Scope } from './scope.ts';
import { applySteps } from './steps.ts';
import type { SqlError, Value } from './value.ts';

export type Evaluation = { readonly value: Value; readonly errors: readonly SqlError[] };

/**
 * The expression's value for an event, with every error on the way: CESQL 1.0.0 §3, complete evaluation mode. Never throws. An operator
 * goes on with the value that came with an error, but a comparison, LIKE and IN are false when one of their operands failed, and whatever
 * has a missing attribute as its operand is the zero value of its type.
 */
export function evaluate(expression: Expression, event: object): Evaluation {
  const scope: Scope = { event, errors: [], run };
  const value = run(expression, scope);
  return { value: value === MISSING ? false : value, errors: scope.errors };
}

function run(expression: Expression, scope: Scope): Found {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'attribute':
      return evaluateAttribute(expression.name, scope);
    case 'exists':
      return readAttribute(scope.event, expression.name) !== undefined;
    case 'not':
      return not(run(expression.operand, scope), scope);
    case 'negate':
      return negate(run(expression.operand, scope), scope);
    case 'chain':
      return applySteps(expression, scope);
    case 'call':
      return evaluateCall(expression, scope);
  }
}

function evaluateAttribute(name: string, { event, errors }: Scope): Found {
  const value = readAttribute(event, name);
  if (value !== undefined) return value;
  errors.push({ kind: 'missingAttribute', message: `The event has no attribute "${name}"` });
  return MISSING;
}

/** An Integer is cast to Boolean everywhere but here, where the conformance kit has it fail. */
function not(operand: Found, { errors }: Scope): Value {
  if (operand === MISSING) return false;
  if (typeof operand !== 'number') return !toBool(operand, errors);
  errors.push(castError(operand, 'Boolean'));
  return true;
}

function negate(operand: Found, { errors }: Scope): Value {
  return operand === MISSING ? 0 : checked(-toInt(operand, errors), 'negation', errors);
}
