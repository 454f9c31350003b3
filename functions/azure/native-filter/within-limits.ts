import type { AdvancedFilter } from './subscription.ts';

/** Event Grid takes 25 filters and 25 values in all of them together; one filter is kept for `waybillroute`. */
const MOST_FILTERS = 24;
const MOST_VALUES = 25;

export type Limited = { readonly filters: readonly AdvancedFilter[]; readonly given: readonly string[] };

/** As many of the filters as Event Grid takes: of those with the most values only that there is a value stays. */
export function withinLimits(filters: readonly AdvancedFilter[]): Limited {
  const kept = filters.slice(0, MOST_FILTERS);
  const given = filters.slice(MOST_FILTERS).map(({ key }) => key);
  const most = kept.reduce((one, other) => (valuesOf(other) > valuesOf(one) ? other : one), kept[0] ?? NONE);
  if (kept.reduce((sum, filter) => sum + valuesOf(filter), 0) <= MOST_VALUES) return { filters: kept, given };
  const rest = withinLimits(
    kept.map((filter) => (filter === most ? { operatorType: 'IsNotNull', key: filter.key } : filter)),
  );
  return { filters: rest.filters, given: [...given, `${valuesOf(most)} values of ${most.key}`, ...rest.given] };
}

const NONE: AdvancedFilter = { operatorType: 'IsNotNull', key: '' };

/** A range counts as one. */
function valuesOf(filter: AdvancedFilter): number {
  return 'values' in filter ? filter.values.length : 0;
}
