import { type Outcome, reject, skipped } from '../routing/outcome.ts';
import type { Route } from '../routing/route.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import { describe } from '../schemas/result.ts';
import { contentHash } from './claim.ts';
import { deliver } from './deliver.ts';
import { digest } from './digest.ts';
import type { Item, Verdict } from './item.ts';
import { logDelivery } from './log.ts';
import { toPortError } from './port-error.ts';
import type { Delivery } from './ports.ts';
import type { Router } from './router.ts';

/** What an item is settled with: when the function must end, and which routes must leave this event for later. */
export type Terms = { readonly deadline: number; readonly mustWait: (route: Route, event: CloudEvent) => boolean };

export type Settlement = { readonly verdict: Verdict; readonly deliveries: readonly Delivery[] };

/** Delivers an item to every route that wants it, at once, and says what the cloud must be told. Absence never acknowledges. */
export async function settle<Ref>(router: Router, item: Item<Ref>, terms: Terms): Promise<Settlement> {
  const deliveries = await deliverAll(router, item, terms);
  for (const delivery of deliveries) logDelivery(router, delivery);
  return { verdict: toVerdict(deliveries), deliveries };
}

async function deliverAll<Ref>(router: Router, { event, raw }: Item<Ref>, terms: Terms): Promise<readonly Delivery[]> {
  if (!event.ok) return [await fileUnrouted(router, { raw, code: event.error.code, reason: describe(event.error) })];
  const routes = router.table.match(event.value);
  if (routes.length === 0) return [await noRoute(router, event.value, raw)];
  return Promise.all(
    routes.map((route) =>
      terms.mustWait(route, event.value)
        ? { event: event.value, route: route.name, outcome: behind(), attempt: 0, ms: 0 }
        : deliver(router.ports, { route, event: event.value, raw, deadline: terms.deadline }),
    ),
  );
}

async function noRoute(router: Router, event: CloudEvent, raw: Uint8Array): Promise<Delivery> {
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

async function fileUnrouted({ ports }: Router, { event, raw, code, reason }: Refused): Promise<Delivery> {
  const start = ports.clock.now();
  const known = event === undefined ? {} : { event };
  const id = event === undefined ? digest(code, raw) : digest(code, event.source, event.id, contentHash(event));
  const outcome = await ports.fileLetter({ id, code, reason, attempts: 0, raw, ...known }).then(
    (): Outcome => reject(code, reason),
    (thrown: unknown): Outcome => ({
      kind: 'retry',
      reason: toPortError('dead letters', thrown).message,
      counted: false,
    }),
  );
  return { ...known, outcome, attempt: 0, ms: ports.clock.now() - start };
}

function behind(): Outcome {
  return { kind: 'retry', reason: 'an earlier event of its subject is not done', counted: false };
}

function toVerdict(deliveries: readonly Delivery[]): Verdict {
  const retries = deliveries.flatMap(({ outcome }) => (outcome.kind === 'retry' ? [outcome] : []));
  if (retries.length === 0 && deliveries.length > 0) return { kind: 'done' };
  const delays = retries.flatMap(({ after }) => (after === undefined ? [] : [after]));
  const waiting = retries.every(({ counted }) => !counted);
  return { kind: 'retry', waiting, ...(delays.length === 0 ? {} : { after: Math.max(...delays) }) };
}
