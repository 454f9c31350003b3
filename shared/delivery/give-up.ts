import { reject } from '../routing/outcome.ts';
import type { Target } from '../routing/table.ts';
import { describe } from '../schemas/result.ts';
import type { Call } from './bind.ts';
import { MARGIN } from './claim.ts';
import { giveUpJoin } from './give-up-join.ts';
import { giveUpRoute } from './give-up-route.ts';
import type { Item, Settled } from './item.ts';
import type { Limits } from './limits.ts';
import type { Delivery } from './ports.ts';
import type { Router } from './router.ts';
import { HORIZON, logged, toVerdict } from './settle.ts';
import { fileUnrouted, noRoute } from './unrouted.ts';
import type { Arrival } from './work.ts';

/** An event that the platform gave up on, and why, in the words of a letter: `PLATFORM gave up on it: WHY`. */
export type GivenUp<Ref> = Item<Ref> & { readonly why: string };

/** An adapter's part of it: like any adapter's, but what it decodes has come to its end. */
export type DeadLetters<Payload, Ref, Answer> = {
  readonly decode: (payload: Payload, limits: Limits) => readonly GivenUp<Ref>[];
  readonly ack: (settled: readonly Settled<Ref>[]) => Answer;
};

/** So many events are filed at once. */
const AT_ONCE = 16;

/**
 * The cloud's function for what its platform gave up on. It files letters and never routes: no handler runs, no join takes the event, and
 * what is done already is no letter.
 */
export function bindDeadLetters<Payload, Ref, Answer>(adapter: DeadLetters<Payload, Ref, Answer>, router: Router) {
  return async (payload: Payload, call: Call = {}): Promise<Answer> => {
    const { deadline = router.ports.clock.now() + router.timeLimit } = call;
    const items = adapter.decode(payload, router.limits);
    const settled: Settled<Ref>[] = [];
    const queue = items.entries();
    const worker = async () => {
      for (const [index, item] of queue) settled[index] = await fileItem(router, item, deadline);
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
    return adapter.ack(settled);
  };
}

async function fileItem<Ref>(router: Router, item: GivenUp<Ref>, deadline: number): Promise<Settled<Ref>> {
  const { ref, lane } = item;
  if (deadline - router.ports.clock.now() < MARGIN) return { ref, lane, verdict: { kind: 'retry', waiting: true } };
  return { ref, lane, verdict: toVerdict(await giveUp(router, item, deadline)) };
}

async function giveUp<Ref>(router: Router, item: GivenUp<Ref>, deadline: number): Promise<readonly Delivery[]> {
  const { event, raw, origin, why, horizon = HORIZON } = item;
  const once = logged(router);
  if (!event.ok) {
    const { code } = event.error;
    return once(() => fileUnrouted(router, { raw, origin, code, reason: `${describe(event.error)}. ${why}` }));
  }
  // A sweep has no target either, and is needless: the next one does its work.
  const targets = router.table.match(event.value);
  if (targets.length === 0) return once(() => noRoute(router, { event: event.value, raw, origin }));
  const arrival: Arrival = { event: event.value, raw, origin, deadline, horizon };
  const all = await Promise.all(targets.map((target) => once(() => giveUpOn(router, target, { ...arrival, why }))));
  return all.flat();
}

function giveUpOn(router: Router, target: Target, { why, ...arrival }: Arrival & { readonly why: string }) {
  const verdict = reject('given-up', why);
  return target.kind === 'join'
    ? giveUpJoin(router, { join: target, ...arrival }, verdict)
    : giveUpRoute(router, { route: target, ...arrival }, verdict);
}
