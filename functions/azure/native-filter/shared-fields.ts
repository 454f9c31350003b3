import type { Condition } from '../../../shared/routing/match/condition.ts';
import type { Alternative } from '../../../shared/routing/pattern.ts';

/** What every alternative asks for, each at its key: wherever one of them holds, these do. */
export function sharedFields(
  alternatives: readonly Alternative[],
  keyOf: (path: string) => string | undefined,
): ReadonlyMap<string, readonly Condition[]> {
  const [first, ...others] = alternatives.map((fields) => byKey(fields, keyOf));
  const shared = new Map(first);
  for (const other of others) {
    for (const [key, any] of shared) {
      const more = other.get(key);
      if (more === undefined) shared.delete(key);
      else shared.set(key, [...any, ...more]);
    }
  }
  return shared;
}

/** Of two fields at one key the first: to leave one out is wider. */
function byKey(fields: Alternative, keyOf: (path: string) => string | undefined): Map<string, readonly Condition[]> {
  const keyed = new Map<string, readonly Condition[]>();
  for (const { path, any } of fields) {
    const key = keyOf(path);
    if (key !== undefined && !keyed.has(key)) keyed.set(key, any);
  }
  return keyed;
}
