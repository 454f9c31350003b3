import { build } from '../engines/waybill.ts';
import type { Case } from '../workloads/case.ts';

/** What our own matcher finds from objects in this process, against which every contender is held. */
export function wantedByOurs({ rules, events }: Case): Case['wanted'] {
  const { object } = build(rules, '');
  const found = events.map((event) => object?.(JSON.parse(event)));
  return (event) => {
    const wanted = found[event];
    if (!Array.isArray(wanted)) throw new Error(`Expected an event below ${events.length}, got ${event}`);
    return wanted;
  };
}
