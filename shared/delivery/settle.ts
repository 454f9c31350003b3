import { SWEEP, type Target } from '../routing/table.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import { describe } from '../schemas/result.ts';
import { deliver } from './deliver.ts';
import type { Item, Verdict } from './item.ts';
import { deliverJoin } from './join.ts';
import { logDelivery } from './log.ts';
import { createPatience } from './patient.ts';
import type { Delivery } from './ports.ts';
import type { Router } from './router.ts';
import { sweep } from './sweep.ts';
import { fileUnrouted, noRoute } from './unrouted.ts';
import type { Arrival } from './work.ts';

/** What an item is settled with: when the function must end, and which routes must leave this event for later. */
export type Terms = {
  readonly deadline: number;
  readonly signal?: AbortSignal | undefined;
  readonly mustWait: (target: Target, event: CloudEvent) => boolean;
};

export type Settlement = { readonly verdict: Verdict; readonly deliveries: readonly Delivery[] };

/** As long as a claim is kept at most; a source that redelivers for less says so. */
export const HORIZON = 14 * 86_400_000;

/** Delivers an item to every route that wants it, at once, and says what the cloud must be told. Absence never acknowledges. */
export async function settle<Ref>(router: Router, item: Item<Ref>, terms: Terms): Promise<Settlement> {
  const deliveries = await deliverAll(router, item, terms);
  return { verdict: toVerdict(deliveries), deliveries };
}

async function deliverAll<Ref>(router: Router, item: Item<Ref>, terms: Terms): Promise<readonly Delivery[]> {
  const { event, raw, origin, horizon = HORIZON } = item;
  const once = logged(router);
  if (!event.ok)
    return once(() => fileUnrouted(router, { raw, origin, code: event.error.code, reason: describe(event.error) }));
  if (event.value.type === SWEEP) return once(() => sweep(router, event.value, terms.deadline));
  const targets = router.table.match(event.value);
  if (targets.length === 0) return once(() => noRoute(router, { event: event.value, raw, origin }));
  const { deadline, signal } = terms;
  const arrival: Arrival = { event: event.value, raw, origin, deadline, horizon, signal };
  const again = item.atOnce === true ? createPatience(router.ports.clock, arrival) : () => undefined;
  const deliverOne = async (target: Target): Promise<readonly Delivery[]> => {
    if (terms.mustWait(target, event.value)) return await once(() => behind(target, event.value));
    for (;;) {
      const made = await once(() => deliverTo(router, target, arrival));
      const pause = again(target, made);
      if (pause === undefined) return made;
      await pause;
    }
  };
  const [only, ...others] = targets;
  // Most events are for one route: to gather its deliveries would cost more than to match them.
  if (only !== undefined && others.length === 0) return await deliverOne(only);
  const all = await Promise.all(targets.map(deliverOne));
  return all.flat();
}

function deliverTo(router: Router, target: Target, arrival: Arrival): Promise<readonly Delivery[] | Delivery> {
  return target.kind === 'join'
    ? deliverJoin(router, { join: target, ...arrival })
    : deliver(router, { route: target, ...arrival });
}

/** Does a piece of work and leaves its line in the log. */
export function logged(router: Router) {
  return async (work: () => Promise<readonly Delivery[] | Delivery> | Delivery): Promise<readonly Delivery[]> => {
    const made = await work();
    const all = 'outcome' in made ? [made] : made;
    for (const delivery of all) logDelivery(router, delivery);
    return all;
  };
}

function behind(target: Target, event: CloudEvent): Delivery {
  const outcome = { kind: 'retry', reason: 'an earlier event of its subject is not done', counted: false } as const;
  return { event, route: target.name, outcome, attempt: 0, ms: 0 };
}

/** What the cloud must be told after these deliveries of one item. */
export function toVerdict(deliveries: readonly Delivery[]): Verdict {
  const retries = deliveries.flatMap(({ outcome }) => (outcome.kind === 'retry' ? [outcome] : []));
  if (retries.length === 0 && deliveries.length > 0) return { kind: 'done' };
  const delays = retries.flatMap(({ after }) => (after === undefined ? [] : [after]));
  const waiting = retries.every(({ counted }) => !counted);
  return { kind: 'retry', waiting, ...(delays.length === 0 ? {} : { after: Math.max(...delays) }) };
}
