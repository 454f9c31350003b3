import type { Case } from '../case.ts';
import { toEvent } from './event.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

export const SIZES = [10, 100, 1_000, 10_000, 100_000];
export const EVENTS = 1_024;

/** A workload with so many rules, and 1,024 events each aimed at another rule: a prime step apart, so that they are spread over all. */
export function toCase(name: string, rules: number): Case {
  const workload = WORKLOADS[name];
  if (workload === undefined) throw new Error(`Expected one of ${Object.keys(WORKLOADS).join(', ')}, got ${name}`);
  return {
    section: 'cloudevents',
    name,
    rules: Array.from({ length: rules }, (_, index) => JSON.stringify(workload.rule(index, rules))),
    events: Array.from({ length: EVENTS }, (_, event) => toEvent(event, eventAt(workload, event, rules))),
    wanted: (event) => workload.wanted(targetOf(event, rules), rules),
  };
}

function eventAt(workload: Workload, event: number, rules: number) {
  return workload.event(targetOf(event, rules), rules);
}

function targetOf(event: number, rules: number): number {
  return (event * 7_919) % rules;
}
