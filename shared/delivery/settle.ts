import { SWEEP, type Target } from '../routing/table.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import { describe } from '../schemas/result.ts';
import { deliver } from './deliver.ts';
import { type Heard, isNews } from './heard.ts';
import type { Item, Verdict } from './item.ts';
import { deliverJoin } from './join.ts';
import { logDelivery } from './log.ts';
import { pauseBefore, rest, type Slot, stop, type Turn } from './patient.ts';
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
  /** The one that it runs in: it is another's while the event waits for its back-off. */
  readonly slot?: Slot | undefined;
};

export type Settlement = { readonly verdict: Verdict; readonly deliveries: readonly Delivery[] };

/** As long as a claim is kept at most; a source that redelivers for less says so. */
export const HORIZON = 14 * 86_400_000;

/** Delivers an item to every route that wants it, at once, and says what the cloud must be told. Absence never acknowledges. */
export async function settle<Ref>(router: Router, item: Item<Ref>, terms: Terms): Promise<Settlement> {
  const deliveries = await deliverAll(router, item, terms);
  return { verdict: toVerdict(deliveries), deliveries };
}

/** One event on its way to all of its routes. */
type Trip = {
  readonly arrival: Arrival;
  readonly mustWait: Terms['mustWait'];
  /** Where the source brings again at once what is not done. */
  readonly turn: Turn | undefined;
};

function deliverAll<Ref>(router: Router, item: Item<Ref>, terms: Terms): Promise<readonly Delivery[]> {
  const { event, raw, origin, horizon = HORIZON } = item;
  const once = logged(router);
  if (!event.ok)
    return once(() => fileUnrouted(router, { raw, origin, code: event.error.code, reason: describe(event.error) }));
  if (event.value.type === SWEEP) return once(() => sweep(router, event.value, terms.deadline));
  const targets = router.table.match(event.value);
  const { deadline, signal, mustWait, slot } = terms;
  const arrival: Arrival = { event: event.value, raw, origin, deadline, horizon, signal };
  const turn = item.atOnce && { slot, running: targets.length, waiting: 0, entering: undefined };
  const trip: Trip = { arrival, mustWait, turn };
  const [first] = targets;
  if (first === undefined) return once(() => noRoute(router, { event: event.value, raw, origin }));
  // Most events are for one route: to gather its deliveries would cost more than to match them.
  if (targets.length === 1) return deliverTo(router, first, trip);
  return Promise.all(targets.map((target) => deliverTo(router, target, trip))).then((all) => all.flat());
}

/** By as many tries as there is patience for. */
async function deliverTo(
  router: Router,
  target: Target,
  { arrival, mustWait, turn }: Trip,
): Promise<readonly Delivery[]> {
  const { clock } = router.ports;
  const heard: Heard = { reason: undefined, until: 0 };
  for (;;) {
    const isBehind = mustWait(target, arrival.event);
    const made = toList(isBehind ? behind(target, arrival.event) : await tryOnce(router, target, arrival));
    if (isNews(heard, made, clock.now())) note(router, made);
    if (turn === undefined) return made;
    const pause = isBehind ? undefined : pauseBefore(clock, arrival, target, made);
    if (pause === undefined || !(await rest(turn, clock, pause, arrival.signal))) {
      stop(turn);
      return made;
    }
  }
}

function tryOnce(router: Router, target: Target, arrival: Arrival): Promise<readonly Delivery[] | Delivery> {
  return target.kind === 'join'
    ? deliverJoin(router, { join: target, ...arrival })
    : deliver(router, { route: target, ...arrival });
}

/** Does a piece of work and leaves its line in the log. */
export function logged(router: Router) {
  return async (work: () => Promise<readonly Delivery[] | Delivery> | Delivery): Promise<readonly Delivery[]> =>
    note(router, toList(await work()));
}

function toList(made: readonly Delivery[] | Delivery): readonly Delivery[] {
  return 'outcome' in made ? [made] : made;
}

function note(router: Router, made: readonly Delivery[]): readonly Delivery[] {
  for (const delivery of made) logDelivery(router, delivery);
  return made;
}

function behind(target: Target, event: CloudEvent): Delivery {
  const outcome = { kind: 'retry', reason: 'an earlier event of its subject is not done', counted: false } as const;
  return { event, route: target.name, outcome, attempt: 0, ms: 0 };
}

const DONE: Verdict = { kind: 'done' };

/** What the cloud must be told after these deliveries of one item. */
export function toVerdict(deliveries: readonly Delivery[]): Verdict {
  let [open, waiting, after]: [boolean, boolean, number | undefined] = [deliveries.length === 0, true, undefined];
  for (const { outcome } of deliveries) {
    if (outcome.kind !== 'retry') continue;
    open = true;
    waiting &&= !outcome.counted;
    if (outcome.after !== undefined) after = Math.max(after ?? 0, outcome.after);
  }
  if (!open) return DONE;
  return { kind: 'retry', waiting, ...(after === undefined ? {} : { after }) };
}
