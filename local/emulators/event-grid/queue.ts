import { type Delivery, judge, takeBatch, toRequest } from './delivery.ts';
import { giveUp } from './give-up.ts';
import { finish, later, type QueueContext, type QueueState, report } from './queue-state.ts';
import { retryDelay, type Verdict } from './retry-schedule.ts';
import type { Subscription } from './subscription.ts';

/** Requests to one endpoint at a time. The vendor names no number; this one keeps a laptop usable. */
const MAX_IN_FLIGHT = 10;

export type Queue = {
  readonly subscription: () => Subscription;
  /** New settings, which hold for what is already waiting too. */
  readonly update: (subscription: Subscription) => void;
  readonly enqueue: (deliveries: readonly Delivery[]) => void;
  /** Events that are neither delivered nor dropped nor stored as dead letters. */
  readonly pending: () => number;
  readonly close: () => void;
};

/** Delivers the events of one subscription, in no promised order, until each is taken, stored as a dead letter or dropped. */
export function createQueue(subscription: Subscription, context: QueueContext): Queue {
  const state: QueueState = {
    context,
    ready: [],
    timers: new Set(),
    subscription,
    inFlight: 0,
    pending: 0,
    closed: false,
  };
  return {
    subscription: () => state.subscription,
    update: (changed) => {
      state.subscription = changed;
    },
    enqueue: (deliveries) => {
      state.pending += deliveries.length;
      for (const delivery of deliveries) state.ready.push(delivery);
      pump(state);
    },
    pending: () => state.pending,
    close: () => {
      state.closed = true;
      for (const cancel of state.timers) cancel();
    },
  };
}

function pump(state: QueueState): void {
  while (!state.closed && state.inFlight < MAX_IN_FLIGHT && state.ready.length > 0) {
    const batch = takeBatch(state.ready, state.subscription.batch).filter((delivery) => isInTime(state, delivery));
    if (batch.length === 0) continue;
    state.inFlight++;
    void attempt(state, batch).finally(() => {
      state.inFlight--;
      pump(state);
    });
  }
}

/** The vendor looks at the time to live only when a try is due. */
function isInTime(state: QueueState, delivery: Delivery): boolean {
  const age = state.context.clock.now() - delivery.publishedAt;
  if (age < state.subscription.eventTimeToLiveInMinutes * 60_000) return true;
  giveUp(state, delivery, 'TimeToLiveExceeded');
  return false;
}

async function attempt(state: QueueState, batch: readonly Delivery[]): Promise<void> {
  for (const delivery of batch) {
    delivery.attempts++;
    delivery.lastAttemptAt = state.context.clock.now();
  }
  const answer = await state.context.send(toRequest(state.subscription, batch));
  if (state.closed) return;
  const verdict = judge(answer);
  for (const delivery of batch) settle(state, delivery, verdict);
}

function settle(state: QueueState, delivery: Delivery, verdict: Verdict): void {
  if (verdict.kind === 'delivered') {
    finish(state, delivery, { kind: 'delivered' });
    return;
  }
  delivery.lastOutcome = verdict.outcome;
  if (verdict.kind === 'refused') giveUp(state, delivery, verdict.outcome);
  else if (delivery.attempts < state.subscription.maxDeliveryAttempts) retry(state, delivery, verdict);
  else giveUp(state, delivery, 'MaxDeliveryAttemptsExceeded');
}

function retry(
  state: QueueState,
  delivery: Delivery,
  { outcome, floorMs }: { outcome: string; floorMs: number },
): void {
  const delayMs = retryDelay(delivery.attempts, floorMs, state.context.random);
  later(state, delayMs, () => {
    state.ready.push(delivery);
    pump(state);
  });
  report(state, delivery, { kind: 'retry', outcome, delayMs });
}
