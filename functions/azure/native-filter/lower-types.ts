import type { Fitted } from '../../../shared/routing/demand/compiled.ts';
import { fitted } from '../../../shared/routing/demand/fitted.ts';
import { alternativesFor, type Demand, residueOf } from '../../../shared/routing/demand.ts';
import type { Condition } from '../../../shared/routing/match/condition.ts';
import type { LoweredField } from './lower-field.ts';
import { sharedFields } from './shared-fields.ts';
import type { AdvancedFilter } from './subscription.ts';
import { withinLimits } from './within-limits.ts';

/** Filters that pass whatever a route wants of these types, how well they do for each, and what they leave to the process. */
export type LoweredTypes = {
  readonly filters: readonly AdvancedFilter[];
  readonly byType: ReadonlyMap<string, Fitted>;
  readonly why: readonly string[];
};

/** Where the source's events have what stands at a path of ours, and how conditions on it are lowered. */
export type Lowering = {
  readonly keyOf: (path: string) => string | undefined;
  readonly lower: (key: string, any: readonly Condition[]) => LoweredField;
};

/** A subscription has one list of filters for all its types, all of which must hold: what the alternatives do not share is not said. */
export function lowerTypes(byType: ReadonlyMap<string, readonly Demand[]>, { keyOf, lower }: Lowering): LoweredTypes {
  const ways = [...byType].flatMap(([type, demands]) => waysOf(type, demands));
  const lowered = [...sharedFields(ways, keyOf)].map(([key, any]) => lower(key, any));
  const { filters, given } = withinLimits(lowered.flatMap((one) => one?.filter ?? []));
  const isExact =
    given.length === 0 && isOneWay(byType) && lowered.length === ways[0]?.length && lowered.every((one) => one?.exact);
  const fits = [...byType].map(([type, demands]) => {
    const why = isExact || takesAll(type, demands) ? [] : [...given, ...asked(type, demands)];
    return [type, fitted(why, filters.length === 0 ? 'none' : 'wider')] as const;
  });
  const why = isExact
    ? []
    : [...byType].flatMap(([type, demands]) => (takesAll(type, demands) ? [] : asked(type, demands)));
  return { filters, byType: new Map(fits), why: [...given, ...why] };
}

function waysOf(type: string, demands: readonly Demand[]) {
  return demands.flatMap((demand) => alternativesFor(demand, type));
}

/** Whether some route wants every event of the type, so that nothing of it can be kept out. */
export function takesAll(type: string, demands: readonly Demand[]): boolean {
  return demands.some((demand) => demand.exact && alternativesFor(demand, type).some((fields) => fields.length === 0));
}

/** Whether every type is wanted in one and the same way, on paths that differ, so that filters may say it all. */
function isOneWay(byType: ReadonlyMap<string, readonly Demand[]>): boolean {
  const ways = [...byType].map(([type, demands]) => waysOf(type, demands));
  const [first = [], ...more] = ways[0] ?? [];
  const texts = new Set(
    ways.map((one) => JSON.stringify(one.map((fields) => fields.map(({ path, any }) => [path, any])))),
  );
  const exact = [...byType].every(([, demands]) => demands.every((demand) => demand.exact));
  return exact && more.length === 0 && texts.size === 1 && new Set(first.map(({ path }) => path)).size === first.length;
}

/** What is asked of the type, for a person. */
export function asked(type: string, demands: readonly Demand[]): readonly string[] {
  const paths = waysOf(type, demands).flatMap((fields) => fields.map(({ path }) => path));
  const all = [...paths, ...demands.flatMap(residueOf)];
  return all.length === 0 ? [type] : all;
}
