import type { CloudEvent } from '../schemas/cloudevent.ts';
import { show } from '../schemas/result.ts';
import { nearest } from './match/nearest.ts';
import { createMatcher, type Matcher } from './matcher.ts';
import type { Route } from './route.ts';

export type TableOptions = {
  /** What becomes of an event of a type that no route names or emits. */
  readonly unrouted?: 'dead-letter' | 'drop';
};

export type Table = {
  readonly routes: readonly Route[];
  readonly unrouted: 'dead-letter' | 'drop';
  /** The route of this name. Throws when there is none. */
  readonly get: (name: string) => Route;
  /** Every route that wants the event, in the table's order. */
  readonly match: (event: CloudEvent) => readonly Route[];
  /** Whether some route names the type or emits it. */
  readonly knows: (type: string) => boolean;
};

/** The route table. Throws when two routes share a name, since a claim, a letter and a log line name their route by it. */
export function defineRoutes(routes: readonly Route[], options: TableOptions = {}): Table {
  const repeated = routes.find((route, index) => routes.findIndex((other) => other.name === route.name) !== index);
  if (repeated !== undefined)
    throw new Error(`Route ${repeated.name}, name: two routes have this name: expected names that differ`);
  const matchers = byType(routes);
  const known = new Set(routes.flatMap((route) => [...route.on, ...route.emits]));
  return {
    routes,
    unrouted: options.unrouted ?? 'dead-letter',
    get: (name) => routes.find((route) => route.name === name) ?? noRoute(name, routes),
    match: (event) => matchers.get(event.type)?.match(event) ?? [],
    knows: (type) => known.has(type),
  };
}

function byType(routes: readonly Route[]): ReadonlyMap<string, Matcher<Route>> {
  const types = new Set(routes.flatMap((route) => route.on));
  const rulesOf = (type: string) =>
    routes
      .filter((route) => route.on.includes(type))
      .map((route) => [route, route.where === undefined ? {} : { pattern: route.where }] as const);
  return new Map([...types].map((type) => [type, createMatcher(rulesOf(type))]));
}

function noRoute(name: string, routes: readonly Route[]): never {
  const names = routes.map((route) => route.name);
  const guess = nearest(name, names);
  throw new Error(
    `No route has the name ${show(name)}: expected one of ${names.join(', ')}${guess === undefined ? '' : `. Did you mean "${guess}"?`}`,
  );
}
