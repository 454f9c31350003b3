import type { Target } from '../routing/table.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import type { Item, Settled } from './item.ts';
import type { Router } from './router.ts';
import { settle, type Terms } from './settle.ts';

/** What is the same for all that comes in one call. */
type CallTerms = Omit<Terms, 'mustWait'> & { readonly lanesAtOnce?: number | undefined };

/** So many lanes run at once, unless the call says how many: enough to keep a handler that waits from stopping the others, few enough to stay in memory. */
const LANES_AT_ONCE = 16;

/**
 * Settles a batch: lanes side by side, the items of one lane one after another. After a retry on a route with `order`, later events
 * of the same subject in the lane wait for that route. Every item comes back, in the batch's order.
 */
export async function runLanes<Ref>(
  router: Router,
  items: readonly Item<Ref>[],
  call: CallTerms,
): Promise<readonly Settled<Ref>[]> {
  const lanes = [...Map.groupBy(items.entries(), ([, item]) => item.lane).values()];
  const settled = new Map<number, Settled<Ref>>();
  const runLane = async (lane: readonly [number, Item<Ref>][]) => {
    const blocked = createBlocked();
    let held = false;
    for (const [index, item] of lane) {
      const result: Settled<Ref> = held ? waiting(item) : await runItem({ router, item, blocked }, call);
      settled.set(index, result);
      held ||= item.inOrder === true && result.verdict.kind === 'retry';
    }
  };
  const worker = async () => {
    for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift()) {
      await runLane(lane);
    }
  };
  const workers = Math.min(call.lanesAtOnce ?? LANES_AT_ONCE, lanes.length);
  await Promise.all(Array.from({ length: workers }, worker));
  return items.map(
    (item, index) =>
      settled.get(index) ?? { ref: item.ref, lane: item.lane, verdict: { kind: 'retry', waiting: true } },
  );
}

function waiting<Ref>({ ref, lane }: Item<Ref>): Settled<Ref> {
  return { ref, lane, verdict: { kind: 'retry', waiting: true } };
}

type Turn<Ref> = {
  readonly router: Router;
  readonly item: Item<Ref>;
  readonly blocked: ReturnType<typeof createBlocked>;
};

async function runItem<Ref>({ router, item, blocked }: Turn<Ref>, call: CallTerms): Promise<Settled<Ref>> {
  const { verdict, deliveries } = await settle(router, item, { ...call, mustWait: blocked.has });
  for (const { route, event, outcome } of deliveries) {
    if (outcome.kind === 'retry' && event !== undefined && route !== undefined) blocked.add(route, event);
  }
  return { ref: item.ref, lane: item.lane, verdict };
}

/** Which subjects of a lane wait, by route. An event without a subject is one of its own. */
function createBlocked() {
  let keys: Set<string> | undefined;
  const key = (route: string, event: CloudEvent) => `${route}|${event.source}|${event.subject}`;
  return {
    has: (target: Target, event: CloudEvent) =>
      target.kind === 'route' &&
      target.order === 'subject' &&
      event.subject !== undefined &&
      keys?.has(key(target.name, event)) === true,
    add: (route: string, event: CloudEvent) => {
      keys ??= new Set();
      keys.add(key(route, event));
    },
  };
}
