import type { Expression, Step } from '../cesql/expression.ts';
import type { Like } from '../cesql/like.ts';
import type { Value } from '../cesql/value.ts';
import type { Condition } from '../match/condition.ts';
import type { Alternative } from '../pattern.ts';
import { ANYTHING, both, oneOf } from './alternatives.ts';
import { beginning, ending, spelled } from './spelled.ts';

/** What every event satisfies for which the expression is true without an error. `at` is the expression's place. */
export function liftSql(expression: Expression, at: string): readonly Alternative[] {
  if (expression.kind !== 'chain') return ANYTHING;
  const [step, ...rest] = expression.steps;
  if (step?.kind === 'logic') return liftLogic(expression.first, expression.steps, at);
  // A second comparison compares what the first one said.
  return step === undefined || rest.length > 0 ? ANYTHING : liftComparison(expression.first, step, at);
}

/** From left to right, as it is evaluated; what is joined by OR is gathered, since there can be thousands. */
function liftLogic(first: Expression, steps: readonly Step[], at: string): readonly Alternative[] {
  let choices = [liftSql(first, at)];
  for (const step of steps) {
    if (step.kind !== 'logic' || step.operator === 'XOR') choices = [ANYTHING];
    else if (step.operator === 'OR') choices.push(liftSql(step.right, at));
    else choices = [both(oneOf(choices), liftSql(step.right, at))];
  }
  return oneOf(choices);
}

function liftComparison(left: Expression, step: Step, at: string): readonly Alternative[] {
  switch (step.kind) {
    case 'equality':
      return step.negated ? ANYTHING : liftEquality(left, step.right, at);
    case 'like':
      return step.negated ? ANYTHING : toField(left, liftLike(step.like), at);
    case 'in':
      return step.negated ? ANYTHING : liftIn(left, step.set, at);
    default:
      return ANYTHING;
  }
}

/** A literal on the right decides what the attribute is cast to: only to a String in finitely many ways. */
function liftEquality(left: Expression, right: Expression, at: string): readonly Alternative[] {
  if (right.kind === 'literal' && typeof right.value === 'string') return toField(left, spelled(right.value), at);
  return left.kind === 'literal' ? toField(right, spelled(left.value), at) : ANYTHING;
}

function liftIn(left: Expression, set: readonly Expression[], at: string): readonly Alternative[] {
  const values = set.flatMap((element): Value[] => (element.kind === 'literal' ? [element.value] : []));
  return values.length < set.length ? ANYTHING : toField(left, values.flatMap(spelled), at);
}

function liftLike({ exact, prefix, suffix }: Like): readonly Condition[] {
  if (exact) return spelled(prefix);
  if (prefix !== '') return beginning(prefix);
  return suffix === '' ? [] : ending(suffix);
}

function toField(attribute: Expression, any: readonly Condition[], at: string): readonly Alternative[] {
  return attribute.kind === 'attribute' && any.length > 0 ? [[{ path: attribute.name, at, any }]] : ANYTHING;
}
