import { type Outcome, reject, skipped } from '../routing/outcome.ts';
import { SWEEP, type Target } from '../routing/table.ts';
import { attribute, type CloudEvent } from '../schemas/cloudevent.ts';
import { describe, show } from '../schemas/result.ts';
import { contentHash, redriveOf } from './claim.ts';
import { deliver } from './deliver.ts';
import { digest } from './digest.ts';
import type { Item, Verdict } from './item.ts';
import { deliverJoin } from './join.ts';
import { fileLetter } from './letters.ts';
import { logDelivery } from './log.ts';
import { createPatience } from './patient.ts';
import { toPortError } from './port-error.ts';
import type { Delivery } from './ports.ts';
import type { Router } from './router.ts';
import { sweep } from './sweep.ts';
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
  const { event, raw, horizon = HORIZON } = item;
  const once = logged(router);
  if (!event.ok)
    return once(() => fileUnrouted(router, { raw, code: event.error.code, reason: describe(event.error) }));
  if (event.value.type === SWEEP) return once(() => sweep(router, event.value, terms.deadline));
  const targets = router.table.match(event.value);
  if (targets.length === 0) return once(() => noRoute(router, event.value, raw));
  const { deadline, signal } = terms;
  const arrival: Arrival = { event: event.value, raw, deadline, horizon, signal };
  const again = item.atOnce === true ? createPatience(router.ports.clock, arrival) : () => undefined;
  const all = await Promise.all(
    targets.map(async (target) => {
      if (terms.mustWait(target, event.value)) return once(() => behind(target, event.value));
      for (;;) {
        const made = await once(() => deliverTo(router, target, arrival));
        const pause = again(target, made);
        if (pause === undefined) return made;
        await pause;
      }
    }),
  );
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
    const made = [await work()].flat();
    for (const delivery of made) logDelivery(router, delivery);
    return made;
  };
}

/** What becomes of an event that no route wants. */
export async function noRoute(router: Router, event: CloudEvent, raw: Uint8Array): Promise<Delivery> {
  const addressee = attribute(event, 'waybillroute');
  if (addressee !== undefined) {
    const reason = `its waybillroute is ${show(addressee)}, and no route of that name wants it`;
    return fileUnrouted(router, { event, raw, code: 'unrouted', reason });
  }
  if (router.table.knows(event.type))
    return { event, outcome: skipped('no route’s conditions hold'), attempt: 0, ms: 0 };
  if (router.table.unrouted === 'drop')
    return { event, outcome: skipped(`no route names the type ${event.type}`), attempt: 0, ms: 0 };
  return fileUnrouted(router, {
    event,
    raw,
    code: 'unrouted',
    reason: `no route names or emits the type ${event.type}`,
  });
}

type Refused = {
  readonly event?: CloudEvent;
  readonly raw: Uint8Array;
  readonly code: string;
  readonly reason: string;
};

/** Files what no route has a claim on. */
export async function fileUnrouted(router: Router, { event, raw, code, reason }: Refused): Promise<Delivery> {
  const { ports, name } = router;
  const start = ports.clock.now();
  const known = event === undefined ? {} : { event };
  const outcome = await fileLetter(ports, name, {
    id: idOf(code, raw, event),
    code,
    reason,
    attempts: 0,
    raw,
    ...known,
  }).then(
    (): Outcome => reject(code, reason),
    (thrown: unknown): Outcome => ({
      kind: 'retry',
      reason: toPortError('dead letters', thrown).message,
      counted: false,
    }),
  );
  return { ...known, outcome, attempt: 0, ms: ports.clock.now() - start };
}

function idOf(code: string, raw: Uint8Array, event: CloudEvent | undefined): string {
  if (event === undefined) return digest(code, raw);
  const redrive = redriveOf(event);
  return digest(code, event.source, event.id, contentHash(event), ...(redrive === 0 ? [] : [`redrive ${redrive}`]));
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
