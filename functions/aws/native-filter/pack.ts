import type { NativePattern } from './nest.ts';

/** Filter criteria of an event source mapping: one of them must hold, and none at all let everything through. */
export type FilterCriteria = { readonly filterPatterns: readonly NativePattern[] };

/** Lambda's quotas for one mapping: so many patterns ("Event filtering basics"), each of so many characters (API reference, "Filter"). */
export const PATTERNS = 5;
export const LENGTH = 4_096;

/** Branches of which one must hold as filter patterns under `key`, each as full as it may be; more or longer than Lambda takes when need be. */
export function pack(key: string, branches: readonly NativePattern[]): readonly NativePattern[] {
  const groups: NativePattern[][] = [];
  for (const branch of branches) {
    const last = groups.at(-1);
    if (last !== undefined && lengthOf(toPattern(key, [...last, branch])) <= LENGTH) last.push(branch);
    else groups.push([branch]);
  }
  return groups.map((group) => toPattern(key, group));
}

export function problemOf(patterns: readonly NativePattern[]): string | undefined {
  const long = patterns.map(lengthOf).find((length) => length > LENGTH);
  if (long !== undefined) return `a filter of ${long} characters is over Lambda’s ${LENGTH}`;
  return patterns.length > PATTERNS ? `${patterns.length} filters are over Lambda’s ${PATTERNS}` : undefined;
}

function toPattern(key: string, branches: readonly NativePattern[]): NativePattern {
  return { [key]: branches.length === 1 ? branches[0] : { $or: branches } };
}

function lengthOf(pattern: NativePattern): number {
  return JSON.stringify(pattern).length;
}
