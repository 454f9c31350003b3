import type { Fitted } from './compiled.ts';

/** Nobody reads a sentence of more. */
const MOST = 6;

/** How well a filter does that leaves these to the router: exact where they are none. `whys` say what is checked, and why in parentheses. */
export function fitted(whys: readonly string[], fit: 'wider' | 'none' = 'wider'): Fitted {
  const unique = [...new Set(whys)];
  if (unique.length === 0) return { fit: 'exact' };
  const more = unique.length > MOST ? [`${unique.length - MOST} more`] : [];
  return { fit, why: `The router still checks ${[...unique.slice(0, MOST), ...more].join('; ')}.` };
}
