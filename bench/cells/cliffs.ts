import type { Contender } from '../contenders/contender.ts';
import { type Outcome, rateOfJson } from './cell.ts';

/** Below so many events per second a loop needs no measuring with ten times the rules. */
const SLOW_LOOP = 1_000;

export type Cliffs = {
  /** Why a contender need not be tried with more rules of a workload; undefined when it must. */
  readonly reason: (contender: Contender, workload: string) => string | undefined;
  /** Tells what became of it; numbers of rules rise. */
  readonly note: (contender: Contender, workload: string, rules: number, outcome: Outcome) => void;
};

/** Where a contender fell off with some number of rules, it is not waited for with ten times as many. */
export function createCliffs(): Cliffs {
  const reasons = new Map<string, string>();
  const key = ({ name }: Contender, workload: string) => `${name} ${workload}`;
  return {
    reason: (contender, workload) => reasons.get(key(contender, workload)),
    note: (contender, workload, rules, outcome) => {
      const reason = toReason(contender, rules, outcome);
      if (reason !== undefined) reasons.set(key(contender, workload), reason);
    },
  };
}

function toReason({ isLoop }: Contender, rules: number, outcome: Outcome): string | undefined {
  const at = `with ${rules.toLocaleString('en')} rules`;
  if (outcome.kind === 'not built') return `not built ${at}`;
  if (outcome.kind === 'fails') return `fails ${at}`;
  const rate = rateOfJson(outcome) ?? Number.POSITIVE_INFINITY;
  return isLoop && rate < SLOW_LOOP ? `a loop, at ${Math.round(rate)}/s ${at}` : undefined;
}
