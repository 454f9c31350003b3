import type { SqlFunction } from './function.ts';
import type { Like } from './like.ts';
import type { Value } from './value.ts';

/** A parsed CESQL expression. It nests at most MAX_NESTING deep, so that walking it by recursion is safe. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'attribute' | 'exists'; readonly name: string }
  | { readonly kind: 'not' | 'negate'; readonly operand: Expression }
  /** Operators of one precedence, taken from left to right: a list, since as a tree `a OR b OR …` would be as deep as it is long. */
  | { readonly kind: 'chain'; readonly first: Expression; readonly steps: readonly Step[] }
  | {
      readonly kind: 'call';
      /** In upper case. */
      readonly name: string;
      readonly args: readonly Expression[];
      /** None when no function has that name and takes that many arguments. */
      readonly callee: SqlFunction | undefined;
      readonly at: number;
    };

/** What is done to the value on the left. */
export type Step =
  | { readonly kind: 'logic'; readonly operator: 'AND' | 'OR' | 'XOR'; readonly right: Expression }
  | { readonly kind: 'equality'; readonly negated: boolean; readonly right: Expression }
  | { readonly kind: 'order'; readonly operator: '<' | '<=' | '>' | '>='; readonly right: Expression }
  | { readonly kind: 'math'; readonly operator: '+' | '-' | '*' | '/' | '%'; readonly right: Expression }
  | { readonly kind: 'like'; readonly negated: boolean; readonly like: Like }
  | { readonly kind: 'in'; readonly negated: boolean; readonly set: readonly Expression[] };

/** The expression and all that is in it, outermost first. */
export function walk(expression: Expression): readonly Expression[] {
  const found = [expression];
  for (const one of found) for (const inner of partsOf(one)) found.push(inner);
  return found;
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'not':
    case 'negate':
      return [expression.operand];
    case 'chain':
      return [expression.first, ...expression.steps.flatMap(operandsOf)];
    case 'call':
      return expression.args;
    default:
      return [];
  }
}

function operandsOf(step: Step): readonly Expression[] {
  if (step.kind === 'like') return [];
  return step.kind === 'in' ? step.set : [step.right];
}
