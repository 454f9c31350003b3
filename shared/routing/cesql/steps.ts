import { cast, castError, toBool, toInt, tryCast } from './cast.ts';
import type { Expression, Step } from './expression.ts';
import { calculate } from './math.ts';
import { type Found, MISSING, type Scope } from './scope.ts';
import { typeOf, type Value } from './value.ts';

type Chain = Extract<Expression, { kind: 'chain' }>;
type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/** The operators of a chain from left to right. */
export function applySteps({ first, steps }: Chain, scope: Scope): Found {
  const before = scope.errors.length;
  let value = scope.run(first, scope);
  for (const step of steps) value = apply(value, step, scope, before);
  return value;
}

/** `before`: how many errors there were before the value on the left was evaluated; more by now mean that an operand failed. */
function apply(left: Found, step: Step, scope: Scope, before: number): Value {
  switch (step.kind) {
    case 'logic':
      return logic(left, step, scope);
    case 'math':
      return math(left, step, scope);
    case 'equality':
      return equality(left, step, scope, before);
    case 'order':
      return order(left, step, scope, before);
    case 'like':
      return like(left, step, scope, before);
    case 'in':
      return isIn(left, step, scope, before);
  }
}

/** What decides by itself keeps the right operand from being evaluated; a missing attribute on either side makes it false. */
function logic(left: Found, { operator, right }: StepOf<'logic'>, scope: Scope): boolean {
  const x = left !== MISSING && toBool(left, scope.errors);
  if (operator === 'AND' && !x) return false;
  if (operator === 'OR' && x) return true;
  const found = scope.run(right, scope);
  const y = found !== MISSING && toBool(found, scope.errors);
  if (left === MISSING || found === MISSING) return false;
  return operator === 'XOR' ? x !== y : y;
}

function math(left: Found, { operator, right }: StepOf<'math'>, scope: Scope): number {
  const found = scope.run(right, scope);
  if (left === MISSING || found === MISSING) return 0;
  return calculate(toInt(left, scope.errors), operator, toInt(found, scope.errors), scope.errors);
}

/** The left operand is cast to the type of the right one. */
function equality(left: Found, { negated, right }: StepOf<'equality'>, scope: Scope, before: number): boolean {
  const y = scope.run(right, scope);
  if (left === MISSING || y === MISSING) return false;
  const x = cast(left, typeOf(y), scope.errors);
  return scope.errors.length === before && (x === y) !== negated;
}

function order(left: Found, { operator, right }: StepOf<'order'>, scope: Scope, before: number): boolean {
  const found = scope.run(right, scope);
  if (left === MISSING || found === MISSING) return false;
  const x = toInt(left, scope.errors);
  const y = toInt(found, scope.errors);
  return scope.errors.length === before && ORDERS[operator](x, y);
}

const ORDERS = {
  '<': (x: number, y: number) => x < y,
  '<=': (x: number, y: number) => x <= y,
  '>': (x: number, y: number) => x > y,
  '>=': (x: number, y: number) => x >= y,
};

function like(left: Found, { negated, like }: StepOf<'like'>, { errors }: Scope, before: number): boolean {
  return left !== MISSING && errors.length === before && like.matches(String(left)) !== negated;
}

/** The elements are tried from left to right, each cast to the type of the left operand, up to the first that is equal. */
function isIn(left: Found, { negated, set }: StepOf<'in'>, scope: Scope, before: number): boolean {
  if (left === MISSING || scope.errors.length > before) return false;
  for (const element of set) {
    const found = scope.run(element, scope);
    if (found === MISSING) return false;
    const value = tryCast(found, typeOf(left));
    if (value === undefined) scope.errors.push(castError(found, typeOf(left)));
    else if (value === left) return !negated;
  }
  return negated && scope.errors.length === before;
}
