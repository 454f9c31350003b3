import { show } from '../../schemas/result.ts';
import { cast } from './cast.ts';
import type { Expression } from './expression.ts';
import type { Flawed, SqlFunction } from './function.ts';
import { MISSING, type Scope } from './scope.ts';
import { isInt32, type SqlError, typeOf, type Value, ZERO } from './value.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** What a function gives (CESQL 1.0.0 §3.5, §3.5.3); false where none takes the call. */
export function evaluateCall({ name, args, callee }: Call, scope: Scope): Value {
  if (callee === undefined) {
    scope.errors.push(missingFunction(name, args.length));
    return false;
  }
  const values = args.map((arg) => scope.run(arg, scope));
  const found = values.filter((value) => value !== MISSING);
  if (found.length < values.length) return ZERO[callee.returns];
  return invoke(callee, castAll(found, callee, scope.errors), scope.errors);
}

function missingFunction(name: string, count: number): SqlError {
  const message = `There is no function ${name} of ${count} argument${count === 1 ? '' : 's'}`;
  return { kind: 'missingFunction', message };
}

function castAll(values: readonly Value[], { parameters, variadic }: SqlFunction, errors: SqlError[]): Value[] {
  return values.map((value, index) => {
    const type = parameters[index] ?? variadic ?? 'Any';
    return type === 'Any' ? value : cast(value, type, errors);
  });
}

function invoke(callee: SqlFunction, args: Value[], errors: SqlError[]): Value {
  try {
    const result: unknown = callee.call(...args);
    const { value, error } = isFlawed(result) ? result : { value: result, error: undefined };
    if (error !== undefined) errors.push(error);
    if (isOf(value, callee)) return value;
    errors.push(failed(callee, `gave ${show(value)} and no ${callee.returns}`));
  } catch (error) {
    errors.push(failed(callee, error instanceof Error ? error.message : show(error)));
  }
  return ZERO[callee.returns];
}

function isFlawed(result: unknown): result is Flawed {
  return typeof result === 'object' && result !== null && 'value' in result && 'error' in result;
}

function isOf(value: unknown, { returns }: SqlFunction): value is Value {
  if (typeof value === 'number') return returns === 'Integer' && isInt32(value);
  return (typeof value === 'string' || typeof value === 'boolean') && typeOf(value) === returns;
}

function failed({ name }: SqlFunction, why: string): SqlError {
  return { kind: 'functionEvaluation', message: `${name.toUpperCase()}: ${why}` };
}
