import type { Item, Settled } from './item.ts';
import { runLanes } from './lanes.ts';
import type { Limits } from './limits.ts';
import type { Router } from './router.ts';

/** All that a cloud's adapter is: two pure functions. `ack` may throw where a throw is the cloud's way to hear "again". */
export type Adapter<Payload, Ref, Answer> = {
  readonly decode: (payload: Payload, limits: Limits) => readonly Item<Ref>[];
  readonly ack: (settled: readonly Settled<Ref>[]) => Answer;
};

/** What is known of one call of the function. */
export type Call = {
  /** When the platform will end it (epoch milliseconds); never later than the function's own limit from now. */
  readonly deadline?: number;
  /** Aborts when the process is to end: what runs is given back, and costs no attempt. */
  readonly signal?: AbortSignal;
  /** So many lanes of the payload run at once, where several calls share what the process can do. */
  readonly lanesAtOnce?: number;
};

/** The cloud's function: decode, lanes, deliver, settle, ack. */
export function bind<Payload, Ref, Answer>(adapter: Adapter<Payload, Ref, Answer>, router: Router) {
  return async (payload: Payload, call: Call = {}): Promise<Answer> => {
    const { deadline: given = Number.POSITIVE_INFINITY, signal, lanesAtOnce } = call;
    const deadline = Math.min(given, router.ports.clock.now() + router.timeLimit);
    const items = adapter.decode(payload, router.limits);
    const settled = await runLanes(router, items, { deadline, signal, lanesAtOnce });
    return adapter.ack(settled);
  };
}
