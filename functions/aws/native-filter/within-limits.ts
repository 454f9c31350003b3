import type { Plan } from './plan.ts';

type Limited<Filter> = { readonly plans: readonly Plan[]; readonly filter: Filter };

/**
 * The filter that `make` gives, the longest conditions left out one after another while there is a `problem`: a clause that names the limit
 * and the figure. It may remain when no conditions are left.
 */
export function withinLimits<Filter>(
  plans: readonly Plan[],
  make: (plans: readonly Plan[]) => Filter,
  problem: (filter: Filter) => string | undefined,
): Limited<Filter> {
  const filter = make(plans);
  const why = problem(filter);
  const [longest] = plans.filter(({ alternatives }) => alternatives !== 'every').sort((a, b) => sizeOf(b) - sizeOf(a));
  if (why === undefined || longest === undefined) return { plans, filter };
  const open = {
    ...longest,
    alternatives: 'every',
    whys: [`all conditions on ${longest.types.join(', ')} (${why})`],
  } as const;
  return withinLimits(
    plans.map((plan) => (plan === longest ? open : plan)),
    make,
    problem,
  );
}

function sizeOf({ alternatives }: Plan): number {
  return JSON.stringify(alternatives).length;
}
