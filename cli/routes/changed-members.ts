import { isObject } from '../../shared/schemas/json.ts';
import { pointer } from '../../shared/schemas/pointer.ts';

/** JSON Pointers to the members in which two JSON values differ, as deep as both are objects; `''` is the whole. */
export function changedMembers(before: unknown, after: unknown, at = ''): readonly string[] {
  if (!isObject(before) || !isObject(after)) return JSON.stringify(before) === JSON.stringify(after) ? [] : [at];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => changedMembers(before[name], after[name], at + pointer(name)));
}
