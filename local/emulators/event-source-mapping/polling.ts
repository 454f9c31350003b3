import type { Clock } from '../../clock.ts';

export type PollingSource<T> = {
  readonly clock: Clock;
  /** How long the first of a batch waits for others, in milliseconds. */
  readonly windowMs: number;
  /** How many batches may be under way at a time. */
  readonly limit: number;
  /** Whether there is something to take, and whether it makes a whole batch. */
  readonly ready: () => { readonly some: boolean; readonly full: boolean };
  readonly take: () => readonly T[];
  /** Sees a batch through. Must not reject. */
  readonly deliver: (batch: readonly T[]) => Promise<void>;
};

export type Polling = {
  /** Looks whether there is a batch to take: to be called whenever the source may have something new. */
  readonly wake: () => void;
  /** How many batches are under way. */
  readonly underWay: () => number;
  readonly close: () => void;
};

/** Takes batches from a source: whole ones at once, others when their window ends. */
export function createPolling<T>(source: PollingSource<T>): Polling {
  let underWay = 0;
  let closed = false;
  let endWindow: (() => void) | undefined;
  const wake = () => {
    if (closed || underWay >= source.limit) return;
    const { some, full } = source.ready();
    if (some && (full || source.windowMs === 0)) poll();
    else if (some) endWindow ??= source.clock.after(source.windowMs, poll);
  };
  const poll = () => {
    endWindow?.();
    endWindow = undefined;
    const batch = source.take();
    if (batch.length === 0) return;
    void deliver(batch);
    wake();
  };
  const deliver = async (batch: readonly T[]) => {
    underWay++;
    await source.deliver(batch);
    underWay--;
    wake();
  };
  const close = () => {
    closed = true;
    endWindow?.();
  };
  return { wake, underWay: () => underWay, close };
}
