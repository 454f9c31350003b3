import type { Condition } from '../../../shared/routing/match/condition.ts';

/**
 * A condition in AWS's own words: one of `any` must hold, and nothing can where there is none. `why` says what of it the router has to
 * check, where more passes than the condition takes.
 */
export type Lowered = { readonly any: readonly unknown[]; readonly why?: string };

export type Lower = (condition: Condition) => Lowered;

/** Any leaf at all. To leave a field out instead could be narrower: what is missing is sought in the elements that the other fields chose. */
export const EXISTS = { exists: true };
export const ABSENT = { exists: false };

export function said(...any: readonly unknown[]): Lowered {
  return { any };
}

export function wider(why: string, ...any: readonly unknown[]): Lowered {
  return { any: any.length === 0 ? [EXISTS] : any, why };
}
