import type { Fitted } from '../../../shared/routing/demand/compiled.ts';
import type { Plan } from './plan.ts';

/** How well the filter does for some types: exact when nothing of what they ask is left to the router. */
export function fitOf(plans: readonly Plan[], types: readonly string[] = plans.flatMap((plan) => plan.types)): Fitted {
  const asked = plans.filter((plan) => plan.types.some((type) => types.includes(type)));
  return fitted(asked.flatMap(({ whys }) => whys));
}

export function fitted(whys: readonly string[], fit: 'wider' | 'none' = 'wider'): Fitted {
  const unique = [...new Set(whys)];
  if (unique.length === 0) return { fit: 'exact' };
  const more = unique.length > MOST ? [`${unique.length - MOST} more`] : [];
  return { fit, why: `The router still checks ${[...unique.slice(0, MOST), ...more].join('; ')}.` };
}

/** Nobody reads a sentence of more. */
const MOST = 6;
