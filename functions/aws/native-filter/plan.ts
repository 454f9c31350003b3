import type { Fitted } from '../../../shared/routing/demand/compiled.ts';
import { fitted } from '../../../shared/routing/demand/fitted.ts';
import { wantedTypes } from '../../../shared/routing/demand/types.ts';
import { alternativesFor, type Demand, demandOf, residueOf } from '../../../shared/routing/demand.ts';
import type { Alternative } from '../../../shared/routing/pattern.ts';
import type { Table } from '../../../shared/routing/table.ts';
import type { NativeAlternative } from './lower-alternative.ts';

/** What is to pass of some types: an event that satisfies an alternative, or `every` one of them. `whys`: what the router still checks. */
export type Plan = {
  readonly types: readonly string[];
  readonly alternatives: readonly NativeAlternative[] | 'every';
  readonly whys: readonly string[];
};

export type LowerAll = (alternative: Alternative) => NativeAlternative | undefined;

/** Each wanted type once, those together of which the same is to pass. */
export function planTypes(table: Table, lower: LowerAll): readonly Plan[] {
  const demands = table.routes.map(demandOf);
  const plans = wantedTypes(table).map((type) => planType(type, demands, lower));
  const groups = Map.groupBy(plans, ({ alternatives, whys }) => JSON.stringify([alternatives, whys]));
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [{ ...first, types: [first, ...rest].flatMap(({ types }) => types) }],
  );
}

/** How well the filter does for each type: exact when nothing of what is asked of it is left to the router. */
export function fitsOf(plans: readonly Plan[]): ReadonlyMap<string, Fitted> {
  return new Map(plans.flatMap(({ types, whys }) => types.map((type) => [type, fitted(whys)] as const)));
}

function planType(type: string, all: readonly Demand[], lower: LowerAll): Plan {
  const lowered = all.filter(({ types }) => types.includes(type)).flatMap((demand) => lowerDemand(demand, type, lower));
  const whys = [...new Set(lowered.flatMap((one) => one.whys))];
  if (lowered.some((one) => isEvery(one) && one.whys.length === 0))
    return { types: [type], alternatives: 'every', whys: [] };
  if (lowered.some(isEvery)) return { types: [type], alternatives: 'every', whys };
  return { types: [type], alternatives: unique(lowered), whys };
}

function lowerDemand(demand: Demand, type: string, lower: LowerAll): readonly NativeAlternative[] {
  return alternativesFor(demand, type)
    .flatMap((fields) => lower(fields) ?? [])
    .map(({ fields, whys }) => ({ fields, whys: [...residueOf(demand), ...whys] }));
}

function isEvery({ fields }: NativeAlternative): boolean {
  return fields.length === 0;
}

function unique(alternatives: readonly NativeAlternative[]): readonly NativeAlternative[] {
  return [...new Map(alternatives.map((one) => [JSON.stringify(one.fields), one])).values()];
}
