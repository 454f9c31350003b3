import { isObject } from '../../schemas/json.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Condition, Operation } from './condition.ts';
import { badOperand, soleMember } from './operand.ts';

/** `{"prefix": "a"}`, `{"prefix": {"equals-ignore-case": "a"}}`, and the same with suffix. */
export function parseAffix(kind: 'prefix' | 'suffix', operation: Operation): Result<Condition> {
  const [inner, text] = soleMember(operation.operand) ?? [];
  if (inner === 'equals-ignore-case' && typeof text === 'string') return ok({ kind, text, ignoreCase: true });
  if (isObject(operation.operand)) return badOperand(operation, 'a string or {"equals-ignore-case": a string}');
  if (typeof operation.operand !== 'string') return badOperand(operation, 'a string');
  return ok({ kind, text: operation.operand, ignoreCase: false });
}
