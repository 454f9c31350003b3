import type { Item, Settled } from './item.ts';
import { runLanes } from './lanes.ts';
import type { Limits } from './limits.ts';
import type { Router } from './router.ts';

/** All that a cloud's adapter is: two pure functions. `ack` may throw where a throw is the cloud's way to hear "again". */
export type Adapter<Payload, Ref, Answer> = {
  readonly decode: (payload: Payload, limits: Limits) => readonly Item<Ref>[];
  readonly ack: (settled: readonly Settled<Ref>[]) => Answer;
};

/**
 * The cloud's function: decode, lanes, deliver, settle, ack. `deadline` is when the platform will end the function (epoch
 * milliseconds); leave it out where there is no such time.
 */
export function bind<Payload, Ref, Answer>(adapter: Adapter<Payload, Ref, Answer>, router: Router) {
  return async (payload: Payload, deadline = Number.POSITIVE_INFINITY): Promise<Answer> => {
    const items = adapter.decode(payload, router.limits);
    const settled = await runLanes(router, items, deadline);
    return adapter.ack(settled);
  };
}
