import type { Target } from '../routing/table.ts';
import { MARGIN } from './claim.ts';
import { onAbort } from './on-abort.ts';
import type { Clock, Delivery } from './ports.ts';
import type { Arrival } from './work.ts';

/** Before another try where nothing says when: a store that is down is asked again so soon. */
const PAUSE = 1_000;

/** Before another try that costs no attempt: nothing else would end a loop of those that ask for no wait. */
const LEAST = 100;

/** An event's place among those that run at once. */
export type Slot = {
  readonly leave: () => void;
  /** Undefined where there is one at once. */
  readonly enter: () => Promise<void> | undefined;
  /** Aborts when nothing more is to begin: what waits then is given back, and what runs goes on. */
  readonly closing?: AbortSignal | undefined;
};

/** The deliveries of one event, which share its slot: it is given back while all that are not done wait. */
export type Turn = {
  readonly slot: Slot | undefined;
  running: number;
  waiting: number;
  /** Until the event has its slot again. */
  entering: Promise<void> | undefined;
};

/**
 * For a source that brings again at once what is not done: how long to wait before the next try of a delivery, in milliseconds, or
 * undefined when there is nothing to wait for, or too little time left to wait and run.
 */
export function pauseBefore(
  clock: Clock,
  { deadline, signal }: Arrival,
  { timeout }: Target,
  deliveries: readonly Delivery[],
): number | undefined {
  let pause: number | undefined;
  for (const { outcome } of deliveries) {
    if (outcome.kind !== 'retry') continue;
    pause = Math.max(pause ?? 0, outcome.after ?? PAUSE, outcome.counted ? 0 : LEAST);
  }
  if (pause === undefined || signal?.aborted === true) return undefined;
  return clock.now() + pause + timeout + MARGIN > deadline ? undefined : pause;
}

/**
 * Waits so many milliseconds, though not for a process that is to end, and leaves the slot to others meanwhile. False where there is to
 * be no other try, since the slots are closed.
 */
export async function rest(turn: Turn, clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  const { slot } = turn;
  if (isClosed(slot)) return false;
  turn.waiting += 1;
  stop(turn);
  await pauseFor(clock, ms, [signal, slot?.closing]);
  turn.waiting -= 1;
  turn.running += 1;
  if (turn.running === 1) turn.entering = slot?.enter();
  await turn.entering;
  return !isClosed(slot);
}

function isClosed(slot: Slot | undefined): boolean {
  return slot?.closing?.aborted === true;
}

/** One delivery of the event does not run any more: it waits or is done. */
export function stop(turn: Turn): void {
  turn.running -= 1;
  if (turn.running === 0 && turn.waiting > 0) turn.slot?.leave();
}

/** Leaves nothing behind at the signals, which may outlive a million of these. */
function pauseFor(clock: Clock, ms: number, signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      for (const forget of forgets) forget?.();
      resolve();
    };
    const cancel = clock.after(ms, end);
    const forgets = signals.map((signal) => signal && onAbort(signal, end));
  });
}
