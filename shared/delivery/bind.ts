import type { Item, Settled } from './item.ts';
import type { LaneQueue } from './lane-queue.ts';
import { runLanes } from './lanes.ts';
import type { Limits } from './limits.ts';
import type { Router } from './router.ts';

/** All that a cloud's adapter is: two pure functions. `ack` may throw where a throw is the cloud's way to hear "again". */
export type Adapter<Payload, Ref, Answer> = {
  readonly decode: (payload: Payload, limits: Limits) => readonly Item<Ref>[];
  readonly ack: (settled: readonly Settled<Ref>[]) => Answer;
};

/** What is known of one call of the function. */
export type Call<Ref = unknown> = {
  /** When the platform will end it (epoch milliseconds); never later than the function's own limit from now. */
  readonly deadline?: number;
  /** Aborts when the process is to end: what runs is given back, and costs no attempt. */
  readonly signal?: AbortSignal;
  /** Where several calls share lanes and what the process can do at once: then a lane's order holds over all of them. */
  readonly queue?: LaneQueue;
  /** What came of each item, as soon as that is known. The answer comes when all of it is. */
  readonly onSettled?: (settled: Settled<Ref>) => void;
};

/** The cloud's function: decode, lanes, deliver, settle, ack. */
export function bind<Payload, Ref, Answer>(adapter: Adapter<Payload, Ref, Answer>, router: Router) {
  return async (payload: Payload, call: Call<Ref> = {}): Promise<Answer> => {
    const { deadline: given = Number.POSITIVE_INFINITY, ...shared } = call;
    const deadline = Math.min(given, router.ports.clock.now() + router.timeLimit);
    const items = adapter.decode(payload, router.limits);
    const settled = await runLanes(router, items, { ...shared, deadline });
    return adapter.ack(settled);
  };
}
