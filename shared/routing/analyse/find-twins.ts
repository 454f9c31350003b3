import { canonicalJson } from '../../schemas/json.ts';
import { inWords } from '../explain/in-words.ts';
import type { Filter } from '../filter.ts';
import type { Condition } from '../match/condition.ts';
import type { Pattern } from '../pattern.ts';
import type { Route } from '../route.ts';
import type { Finding } from './finding.ts';

/** Routes that run the same handler for the same events: each of these is handled twice. */
export function findTwins(routes: readonly Route[]): readonly Finding[] {
  const groups = Map.groupBy(routes, ({ handle }) => handle);
  return [...groups.values()].flatMap((group) => [...Map.groupBy(group, keyOf).values()].flatMap(twinsIn));
}

function twinsIn(group: readonly Route[]): readonly Finding[] {
  const firstOf = new Map<string, number>();
  return group.flatMap((route, index): Finding[] => {
    const earlier = Math.min(...route.on.map((type) => firstOf.get(type) ?? index));
    for (const type of route.on) if (!firstOf.has(type)) firstOf.set(type, index);
    const twin = group[earlier];
    if (twin === undefined || earlier === index) return [];
    const shared = route.on.filter((type) => twin.on.includes(type));
    const message = `it runs the same handler under the same conditions as ${twin.name}: each ${inWords(shared.map(toEquals))} is handled twice`;
    return [{ level: 'warning', code: 'twin', route: route.name, message, fix: 'Remove one of them' }];
  });
}

function toEquals(value: string): Condition {
  return { kind: 'equals', value };
}

/** The conditions in one order, and without the places at which they were written. */
function keyOf({ where, filter }: Route): string {
  return `${where === undefined ? '' : patternKey(where)}\n${filter === undefined ? '' : filterKey(filter)}`;
}

function patternKey({ alternatives }: Pattern): string {
  return sorted(
    alternatives.map((fields) => sorted(fields.map(({ path, any }) => `${JSON.stringify(path)}${conditionsKey(any)}`))),
  );
}

function conditionsKey(any: readonly Condition[]): string {
  return sorted(any.map((one) => (one.kind === 'anything-but' ? `but${conditionsKey(one.but)}` : canonicalJson(one))));
}

function sorted(texts: readonly string[]): string {
  return JSON.stringify([...new Set(texts)].sort());
}

function filterKey(filter: Filter): string {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return filter.kind + sorted(filter.filters.map(filterKey));
    case 'not':
      return `not ${filterKey(filter.filter)}`;
    case 'sql':
      return `sql ${JSON.stringify(filter.text)}`;
    default:
      return filter.kind + sorted(filter.attributes.map((attribute) => JSON.stringify(attribute)));
  }
}
