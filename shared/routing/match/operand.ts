import { isObject } from '../../schemas/json.ts';
import { fail, ok, type Problem, type Result, show } from '../../schemas/result.ts';
import type { Operation } from './condition.ts';

/** The problem of an operand that is not what its operator takes. */
export function badOperand(operation: Operation, expected: string): { readonly ok: false; readonly error: Problem } {
  const message = `${operation.operator} does not take this`;
  return fail({ code: 'bad-operand', message, at: operation.at, expected, got: show(operation.operand) });
}

export function parseText(operation: Operation): Result<string> {
  return typeof operation.operand === 'string' ? ok(operation.operand) : badOperand(operation, 'a string');
}

/** The one member of an object such as `{"equals-ignore-case": "a"}`, or undefined. */
export function soleMember(value: unknown): readonly [key: string, value: unknown] | undefined {
  if (!isObject(value)) return undefined;
  const [member, more] = Object.entries(value);
  return more === undefined ? member : undefined;
}
