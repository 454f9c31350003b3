import { storeDeadLetter, toDeadLetter } from './dead-letter.ts';
import type { Delivery } from './delivery.ts';
import { finish, later, type QueueState, report } from './queue-state.ts';

/** The vendor collects dead letters for five minutes, and drops them when the container is away for four hours. */
const DELAY_MS = 5 * 60_000;
const TRIES = 48;

/** Ends a delivery that will not be tried again: stores it as a dead letter, or drops it where there is no place for that. */
export function giveUp(state: QueueState, delivery: Delivery, reason: string): void {
  const { lastOutcome: outcome } = delivery;
  if (state.subscription.deadLetter === undefined) {
    finish(state, delivery, { kind: 'dropped', outcome, reason });
  } else {
    storeLater(state, delivery, { reason, tries: 1 });
    report(state, delivery, { kind: 'gave-up', outcome, reason });
  }
}

function storeLater(state: QueueState, delivery: Delivery, attempt: { reason: string; tries: number }): void {
  later(state, DELAY_MS, () => void store(state, delivery, attempt));
}

async function store(state: QueueState, delivery: Delivery, { reason, tries }: { reason: string; tries: number }) {
  const { lastOutcome: outcome } = delivery;
  try {
    const record = toDeadLetter(delivery, reason, state.subscription.deliverySchema);
    await storeDeadLetter(state.subscription, record, state.context.clock.now());
    finish(state, delivery, { kind: 'dead-lettered', outcome, reason });
  } catch (error) {
    if (state.closed) return;
    if (tries < TRIES) storeLater(state, delivery, { reason, tries: tries + 1 });
    else
      finish(state, delivery, { kind: 'dropped', outcome, reason: `${reason}, and no dead letter: ${String(error)}` });
  }
}
