import type { Clock } from '../../clock.ts';

export type Waits = {
  /** Resolves after so many of the clock's milliseconds, or when the waits are closed. */
  readonly wait: (ms: number) => Promise<void>;
  readonly close: () => void;
  readonly closed: () => boolean;
};

/** Waits that can all be ended at once. */
export function createWaits(clock: Clock): Waits {
  const open = new Set<() => void>();
  let closed = false;
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        cancel();
        open.delete(end);
        resolve();
      };
      const cancel = clock.after(ms, end);
      open.add(end);
      if (closed) end();
    });
  const close = () => {
    closed = true;
    for (const end of open) end();
  };
  return { wait, close, closed: () => closed };
}

/** AWS backs off exponentially and does not say how: here half a second, doubling to 30 seconds. */
export function backOff(retry: number): number {
  return Math.min(500 * 2 ** (retry - 1), 30_000);
}
