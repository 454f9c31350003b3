import type { CloudEvent } from '../schemas/cloudevent.ts';
import type { Item, Settled, Verdict } from './item.ts';
import { type Batch, createLaneQueue, type LaneQueue } from './lane-queue.ts';
import type { Delivery } from './ports.ts';
import type { Router } from './router.ts';
import { settle, type Terms } from './settle.ts';
import { createSlots } from './slots.ts';

/** What is the same for all that comes in one call. */
type CallTerms<Ref> = Omit<Terms, 'mustWait' | 'slot'> & {
  readonly queue?: LaneQueue | undefined;
  readonly onSettled?: ((settled: Settled<Ref>) => void) | undefined;
};

/** So many lanes run at once, unless the call has a queue: enough to keep a handler that waits from stopping the others, few enough to stay in memory. */
const LANES_AT_ONCE = 16;

/**
 * Settles a batch: lanes side by side, the items of one lane one after another. After a retry on a route with `order`, later events
 * of the same subject in the lane wait for that route. Every item comes back, in the batch's order.
 */
export function runLanes<Ref>(
  router: Router,
  items: readonly Item<Ref>[],
  call: CallTerms<Ref>,
): Promise<readonly Settled<Ref>[]> {
  const { queue = createLaneQueue(createSlots(LANES_AT_ONCE)), deadline, signal, onSettled } = call;
  const { promise, resolve, reject } = Promise.withResolvers<readonly Settled<Ref>[]>();
  const settled: Settled<Ref>[] = [];
  const blocked = createBlocked();
  let [open, failure]: [number, { readonly thrown: unknown } | undefined] = [items.length, undefined];
  const end = () => (failure === undefined ? resolve(settled) : reject(failure.thrown));
  /** True when what is behind it in its lane must wait for it. */
  const finish = (index: number, verdict: Verdict): boolean => {
    const item = items[index];
    if (item === undefined) return false;
    const { ref, lane, inOrder } = item;
    const one = { ref, lane, verdict };
    settled[index] = one;
    onSettled?.(one);
    open -= 1;
    if (open === 0) end();
    return inOrder === true && verdict.kind === 'retry';
  };
  const run: Batch['run'] = async ({ lane, index }) => {
    const item = items[index];
    if (item === undefined) return false;
    try {
      const terms = { deadline, signal, slot: queue, mustWait: blocked.in(lane) };
      const { verdict, deliveries } = await settle(router, item, terms);
      if (verdict.kind === 'retry') blocked.add(lane, deliveries);
      return finish(index, verdict);
    } catch (thrown) {
      failure = { thrown };
      return finish(index, WAITING);
    }
  };
  const batch: Batch = { run, skip: ({ index }) => void finish(index, WAITING) };
  for (const [index, { lane }] of items.entries()) queue.add({ lane, batch, index, next: undefined });
  if (items.length === 0) end();
  queue.pump();
  return promise;
}

const WAITING: Verdict = { kind: 'retry', waiting: true };

const isFree: Terms['mustWait'] = () => false;

/** Which subjects wait, by lane and route. An event without a subject is one of its own. */
function createBlocked() {
  let keys: Set<string> | undefined;
  const key = (lane: string, route: string, event: CloudEvent) =>
    JSON.stringify([lane, route, event.source, event.subject]);
  return {
    in: (lane: string): Terms['mustWait'] => {
      if (keys === undefined) return isFree;
      return (target, event) =>
        target.kind === 'route' &&
        target.order === 'subject' &&
        event.subject !== undefined &&
        keys?.has(key(lane, target.name, event)) === true;
    },
    add: (lane: string, deliveries: readonly Delivery[]) => {
      for (const { route, event, outcome } of deliveries) {
        if (outcome.kind !== 'retry' || event === undefined || route === undefined) continue;
        keys ??= new Set();
        keys.add(key(lane, route, event));
      }
    },
  };
}
