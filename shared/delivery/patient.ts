import type { Target } from '../routing/table.ts';
import { MARGIN } from './claim.ts';
import { onAbort } from './on-abort.ts';
import type { Clock, Delivery } from './ports.ts';
import type { Arrival } from './work.ts';

/** Before another try where nothing says when: a store that is down is asked again so soon. */
const PAUSE = 1_000;

/**
 * For a source that brings again at once what is not done: the wait until the next try of a delivery, as a promise, or undefined when
 * there is nothing to wait for, or too little time left to wait and run.
 */
export function createPatience(clock: Clock, { deadline, signal }: Arrival) {
  return (target: Target, deliveries: readonly Delivery[]): Promise<void> | undefined => {
    const open = deliveries.flatMap(({ outcome }) => (outcome.kind === 'retry' ? [outcome.after ?? PAUSE] : []));
    if (open.length === 0 || signal?.aborted === true) return undefined;
    const pause = Math.max(...open);
    if (clock.now() + pause + target.timeout + MARGIN > deadline) return undefined;
    return pauseFor(clock, pause, signal);
  };
}

/** Waits, but not for a process that is to end; leaves nothing behind at the signal, which may outlive a million of these. */
function pauseFor(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      forget?.();
      resolve();
    };
    const cancel = clock.after(ms, end);
    const forget = signal && onAbort(signal, end);
  });
}
