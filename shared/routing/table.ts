import { attribute, type CloudEvent } from '../schemas/cloudevent.ts';
import { isObject } from '../schemas/json.ts';
import { show } from '../schemas/result.ts';
import { checkRoutes } from './analyse.ts';
import type { Join } from './join.ts';
import { indexRules } from './match/index-rules.ts';
import { nearest } from './match/nearest.ts';
import type { Matcher, Rule } from './matcher.ts';
import type { Route } from './route.ts';
import { checkTopics, type Topics } from './topics.ts';

/** What an event can be delivered to. */
export type Target = Route | Join;

/** The scheduler's event, on which everything that is due is sent out; and what is then sent for each join, its data `{ join, key }`. */
export const SWEEP = 'waybill.sweep';
export const JOIN_DUE = 'waybill.join.due';

export type TableOptions = {
  /** What becomes of an event of a type that no route names or emits. */
  readonly unrouted?: 'dead-letter' | 'drop';
  /** The Kafka topics of events that do not belong on the default one; the other brokers have no topics for them. */
  readonly topics?: Topics;
};

export type Table = {
  readonly routes: readonly Target[];
  readonly unrouted: 'dead-letter' | 'drop';
  readonly topics: Topics;
  /** The route or join of this name. Throws when there is none. */
  readonly get: (name: string) => Target;
  /** Every route that wants the event, in the table's order; of one that carries `waybillroute`, no other than that. */
  readonly match: (event: CloudEvent) => readonly Target[];
  /** Whether some route names the type or emits it. */
  readonly knows: (type: string) => boolean;
};

/**
 * The route table. Throws when two routes share a name, since a claim, a letter and a log line name their route by it, and when a route can
 * never work.
 */
export function defineRoutes(routes: readonly Target[], options: TableOptions = {}): Table {
  const byName = toNames(routes);
  checkReserved(routes);
  checkRoutes(routes);
  const matchers = byType(routes);
  const types = routes.flatMap((route) => [...route.on, ...route.emits]);
  const known = new Set([SWEEP, JOIN_DUE, ...types]);
  return {
    routes,
    unrouted: options.unrouted ?? 'dead-letter',
    topics: checkTopics(options.topics ?? {}, types),
    get: (name) => byName.get(name) ?? noRoute(name, routes),
    match: (event) => addressed(event, event.type === JOIN_DUE ? due(event, routes) : wanted(event, matchers)),
    knows: (type) => known.has(type),
  };
}

function wanted(event: CloudEvent, matchers: ReadonlyMap<string, Match>): readonly Target[] {
  return matchers.get(event.type)?.(event) ?? [];
}

/** A redriven event names the one route that it is for, whose conditions hold as ever. */
function addressed(event: CloudEvent, targets: readonly Target[]): readonly Target[] {
  const name = attribute(event, 'waybillroute');
  return name === undefined ? targets : targets.filter((target) => target.name === name);
}

function due({ data }: CloudEvent, routes: readonly Target[]): readonly Target[] {
  const name = isObject(data) ? data.join : undefined;
  return routes.filter((route) => route.kind === 'join' && route.name === name);
}

function toNames(routes: readonly Target[]): ReadonlyMap<string, Target> {
  const byName = new Map<string, Target>();
  for (const route of routes) {
    const { name } = route;
    if (byName.has(name)) throw new Error(`Route ${name}, name: two routes have this name: expected names that differ`);
    byName.set(name, route);
  }
  return byName;
}

/** A route of these types could not be told from the router's own work. */
function checkReserved(routes: readonly Target[]): void {
  for (const { name, on, emits } of routes) {
    const type = [...on, ...emits].find((one) => one.startsWith('waybill.'));
    if (type === undefined) continue;
    throw new Error(
      `Route ${name}: the type ${show(type)} is the router’s own: expected one that does not begin with "waybill."`,
    );
  }
}

type Match = Matcher<Target>['match'];

function byType(routes: readonly Target[]): ReadonlyMap<string, Match> {
  const rules = new Map<string, (readonly [Target, Rule])[]>();
  for (const route of routes) {
    const rule = [route, ruleOf(route)] as const;
    for (const type of new Set(route.on)) {
      const ofType = rules.get(type);
      if (ofType === undefined) rules.set(type, [rule]);
      else ofType.push(rule);
    }
  }
  return new Map([...rules].map(([type, ofType]) => [type, indexRules(ofType).match]));
}

function ruleOf(target: Target): Rule {
  return target.kind === 'route' ? { pattern: target.where, filter: target.filter } : {};
}

function noRoute(name: string, routes: readonly Target[]): never {
  const names = routes.map((route) => route.name);
  const guess = nearest(name, names);
  throw new Error(
    `No route has the name ${show(name)}: expected one of ${names.join(', ')}${guess === undefined ? '' : `. Did you mean "${guess}"?`}`,
  );
}
