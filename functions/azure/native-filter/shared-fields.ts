import type { Condition } from '../../../shared/routing/match/condition.ts';
import type { Alternative } from '../../../shared/routing/pattern.ts';

type KeyOf = (path: string) => string | undefined;

/** What every alternative asks for, each at its key: wherever one of them holds, these do. */
export function sharedFields(
  alternatives: readonly Alternative[],
  keyOf: KeyOf,
): ReadonlyMap<string, readonly Condition[]> {
  const asked = new Map<string, (readonly Condition[])[]>();
  for (const fields of alternatives) {
    for (const [key, any] of byKey(fields, keyOf)) {
      const others = asked.get(key);
      if (others === undefined) asked.set(key, [any]);
      else others.push(any);
    }
  }
  return new Map(
    [...asked].filter(([, all]) => all.length === alternatives.length).map(([key, all]) => [key, all.flat()]),
  );
}

/** Of two fields at one key the first: to leave one out is wider. */
function byKey(fields: Alternative, keyOf: KeyOf): ReadonlyMap<string, readonly Condition[]> {
  const keyed = new Map<string, readonly Condition[]>();
  for (const { path, any } of fields) {
    const key = keyOf(path);
    if (key !== undefined && !keyed.has(key)) keyed.set(key, any);
  }
  return keyed;
}
