import type { Clock } from '../../clock.ts';
import type { Delivery } from './delivery.ts';
import type { EventGridEvent } from './events.ts';
import type { Answer, Outgoing } from './send.ts';
import type { Subscription } from './subscription.ts';

export type QueueContext = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly send: (request: Outgoing) => Promise<Answer>;
  readonly report: (event: EventGridEvent) => void;
};

export type QueueState = {
  readonly context: QueueContext;
  /** What may be tried now. */
  readonly ready: Delivery[];
  readonly timers: Set<() => void>;
  subscription: Subscription;
  inFlight: number;
  pending: number;
  closed: boolean;
};

type Happening =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly outcome: string; readonly delayMs: number }
  | { readonly kind: 'gave-up' | 'dead-lettered' | 'dropped'; readonly outcome: string; readonly reason: string };

/** Runs `task` after `ms`, unless the queue is closed before. */
export function later(state: QueueState, ms: number, task: () => void): void {
  const cancel = state.context.clock.after(ms, () => {
    state.timers.delete(cancel);
    task();
  });
  state.timers.add(cancel);
}

export function report(state: QueueState, { id, type, subject, attempts }: Delivery, what: Happening): void {
  const { topic, name } = state.subscription;
  state.context.report({ topic, subscription: name, id, type, subject, attempts, ...what });
}

/** The last that is heard of a delivery. */
export function finish(state: QueueState, delivery: Delivery, what: Happening): void {
  state.pending--;
  report(state, delivery, what);
}
