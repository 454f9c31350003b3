import { exactly } from './demand/exactly.ts';
import { necessary } from './filter/necessary.ts';
import { leafTest } from './match/test-leaf.ts';
import type { Alternative, Field } from './pattern.ts';
import type { Route } from './route.ts';
import type { Target } from './table.ts';

/**
 * What a route wants of an event, as data that a cloud's own filter can be made of: one of the types, and each field of one of the
 * alternatives. A field of the filters may be on the path of another of the pattern: both are asked.
 */
export type Demand = {
  readonly route: string;
  readonly types: readonly string[];
  readonly alternatives: readonly Alternative[];
  /** Whether an event of these types that satisfies an alternative is one that the route wants; the other way round it always is. */
  readonly exact: boolean;
};

/** More alternatives than this are not multiplied out: then the pattern alone is asked for. */
const MOST_ALTERNATIVES = 1_000;

const ANYTHING: readonly Alternative[] = [[]];

/** The route's pattern with what its filters say; a join takes every event of its types. */
export function demandOf(target: Target): Demand {
  const about = { route: target.name, types: [...new Set(target.on)] };
  if (target.kind === 'join') return { ...about, alternatives: ANYTHING, exact: true };
  const pattern = target.where?.alternatives ?? ANYTHING;
  const { alternatives, exact } = ofFilter(target);
  if (pattern.length * alternatives.length > MOST_ALTERNATIVES)
    return { ...about, alternatives: pattern, exact: false };
  return {
    ...about,
    alternatives: pattern.flatMap((fields) => alternatives.map((more) => [...fields, ...more])),
    exact,
  };
}

function ofFilter({ filter }: Route): Pick<Demand, 'alternatives' | 'exact'> {
  if (filter === undefined) return { alternatives: ANYTHING, exact: true };
  const alternatives = exactly(filter);
  return alternatives === undefined ? { alternatives: necessary(filter), exact: false } : { alternatives, exact: true };
}

/** What of the demand no alternative says, for a person. */
export function residueOf({ route, exact }: Demand): readonly string[] {
  return exact ? [] : [`what the filters of ${route} ask`];
}

/** What the demand asks of an event of this type, which settles what it asks of `type` itself: nothing can satisfy an empty list. */
export function alternativesFor({ alternatives }: Demand, type: string): readonly Alternative[] {
  return alternatives
    .filter((fields) => fields.every((field) => field.path !== 'type' || isMet(field, type)))
    .map(others);
}

function isMet({ any }: Field, type: string): boolean {
  return any.some((condition) => leafTest(condition)(type));
}

function others(fields: Alternative): Alternative {
  return fields.filter(({ path }) => path !== 'type');
}
