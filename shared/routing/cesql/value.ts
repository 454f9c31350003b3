/** What a CESQL expression can be: String, Integer (32 bits, signed) or Boolean (CESQL 1.0.0 §3.1). */
export type Value = string | number | boolean;

export type Type = 'String' | 'Integer' | 'Boolean';

/** The kinds of error of CESQL 1.0.0 §3.3. */
export type ErrorKind =
  | 'parse'
  | 'math'
  | 'cast'
  | 'missingAttribute'
  | 'missingFunction'
  | 'functionEvaluation'
  | 'generic';

export type SqlError = { readonly kind: ErrorKind; readonly message: string };

/** What stands in for a value where there is none. */
export const ZERO = { String: '', Integer: 0, Boolean: false } as const satisfies Readonly<Record<Type, Value>>;

export function typeOf(value: Value): Type {
  if (typeof value === 'string') return 'String';
  return typeof value === 'number' ? 'Integer' : 'Boolean';
}

export function isInt32(value: number): boolean {
  return (value | 0) === value;
}
