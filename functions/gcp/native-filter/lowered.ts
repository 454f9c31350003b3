import { and, type Expression, FALSE, isTrue, or, TRUE } from './expression.ts';

/** What passes at least all that it was made from; `why` it is more than that, and empty where it is not. */
export type Lowered = { readonly says: Expression; readonly why: readonly string[] };

export const NOTHING: Lowered = { says: FALSE, why: [] };

export function exactly(says: Expression): Lowered {
  return { says, why: [] };
}

export function wider(says: Expression, why: string): Lowered {
  return { says, why: [why] };
}

/** What cannot be said at all. */
export function anything(why: string): Lowered {
  return wider(TRUE, why);
}

export function allOf(parts: readonly Lowered[]): Lowered {
  return { says: and(...parts.map(({ says }) => says)), why: reasons(parts) };
}

export function anyOf(parts: readonly Lowered[]): Lowered {
  const whole = parts.find(({ says, why }) => isTrue(says) && why.length === 0);
  return whole ?? { says: or(...parts.map(({ says }) => says)), why: reasons(parts) };
}

function reasons(parts: readonly Lowered[]): readonly string[] {
  return [...new Set(parts.flatMap(({ why }) => why))];
}
