import { show } from '../../schemas/result.ts';
import { isInt32, type SqlError, type Type, typeOf, type Value, ZERO } from './value.ts';

/** The value as that type; undefined where it has none (CESQL 1.0.0 §3.7). */
export function tryCast(value: Value, to: Type): Value | undefined {
  if (typeOf(value) === to) return value;
  if (to === 'String') return String(value);
  if (typeof value === 'string') return to === 'Integer' ? toInteger(value) : BOOLEANS.get(value.toLowerCase());
  return to === 'Integer' ? Number(value) : value !== 0;
}

/** The same with a cast error and the type's zero value where it has none. */
export function cast(value: Value, to: Type, errors: SqlError[]): Value {
  const result = tryCast(value, to);
  if (result !== undefined) return result;
  errors.push(castError(value, to));
  return ZERO[to];
}

export function toInt(value: Value, errors: SqlError[]): number {
  return Number(cast(value, 'Integer', errors));
}

export function toBool(value: Value, errors: SqlError[]): boolean {
  return cast(value, 'Boolean', errors) === true;
}

export function castError(value: Value, to: Type): SqlError {
  return { kind: 'cast', message: `${show(value)} is no ${to}` };
}

const BOOLEANS = new Map([
  ['true', true],
  ['false', false],
]);

/** Base 10 with an optional sign, nothing around it, within 32 bits. */
function toInteger(text: string): number | undefined {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  return isInt32(value) ? value | 0 : undefined;
}
