import type { NativeField } from './lower-alternative.ts';

export type NativePattern = Readonly<Record<string, unknown>>;

/** Fields by their paths as a pattern's nested objects; no path may begin another. */
export function nest(fields: readonly NativeField[]): NativePattern {
  const groups = Map.groupBy(fields, ({ path }) => path.split('.', 1)[0] ?? '');
  // Entries and not assignments: `__proto__` is a name like any other.
  return Object.fromEntries([...groups].map(([key, group]) => [key, member(key, group)]));
}

function member(key: string, group: readonly NativeField[]): unknown {
  const [first] = group;
  if (first?.path === key) return first.any;
  return nest(group.map(({ path, any }) => ({ path: path.slice(key.length + 1), any })));
}
