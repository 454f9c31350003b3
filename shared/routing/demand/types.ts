import type { Demand } from '../demand.ts';
import type { Table } from '../table.ts';

/** Every type that some route names, once. */
export function wantedTypes({ routes }: Table): readonly string[] {
  return [...new Set(routes.flatMap(({ on }) => on))];
}

/** Every type that some route names, with what those routes want. */
export function demandsByType(demands: readonly Demand[]): ReadonlyMap<string, readonly Demand[]> {
  const byType = new Map<string, Demand[]>();
  for (const demand of demands) {
    for (const type of demand.types) {
      const those = byType.get(type);
      if (those === undefined) byType.set(type, [demand]);
      else those.push(demand);
    }
  }
  return byType;
}

/**
 * Every type that some route emits and none names: known, and skipped. A filter may keep out these and what no route's alternatives accept
 * of a wanted type; where the table's `unrouted` is 'drop', every other type too. Never: a type that begins with `waybill.`, an event that
 * carries `waybillroute`, and what the filter cannot judge.
 */
export function unwantedTypes(table: Table): readonly string[] {
  const wanted = new Set(wantedTypes(table));
  return [...new Set(table.routes.flatMap(({ emits }) => emits))].filter((type) => !wanted.has(type));
}
