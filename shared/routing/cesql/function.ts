import type { ErrorKind, Type, Value } from './value.ts';

/**
 * A function that an expression may call (CESQL 1.0.0 §3.5). Its arguments are cast to the types of its parameters before `call` gets
 * them. What `call` throws, and a value that is not of type `returns`, becomes a functionEvaluation error with that type's zero value.
 */
export type SqlFunction = {
  /** Letters and underscores, in any case. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** The type of any further arguments; none are taken unless told. */
  readonly variadic?: Parameter;
  readonly returns: Type;
  // A method, so that a function may name the types of its own parameters.
  call(...args: Value[]): Value | Flawed;
};

export type Parameter = Type | 'Any';

/** A value that comes with an error, as the built-in functions have some. */
export type Flawed = { readonly value: Value; readonly error: { readonly kind: ErrorKind; readonly message: string } };

export function flawed(value: Value, kind: ErrorKind, message: string): Flawed {
  return { value, error: { kind, message } };
}
