import type { Case } from '../case.ts';
import { KINDS } from './kinds.ts';

/** A kind's rules and the lots; `wanted` is what the caller has found out, since chance decides it. */
export function toCase(name: string, events: readonly string[], wanted: Case['wanted']): Case {
  return { section: 'citylots', name, rules: rulesOf(name), events, wanted };
}

export function rulesOf(kind: string): string[] {
  return (KINDS[kind] ?? []).map(([pattern]) => JSON.stringify(pattern));
}
