import type { Clock } from '../../../shared/delivery/ports.ts';

/** Does a task again and again, each time so many milliseconds after the last one was done or failed. */
export function every(clock: Clock, ms: number, task: () => Promise<void> | void): void {
  const plan = () => void clock.after(ms, turn);
  const turn = () => void Promise.resolve(task()).finally(plan);
  plan();
}

/** Resolves after so many milliseconds. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** Waits for work, but no longer than so many milliseconds; says whether it was done. */
export async function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const cancel = clock.after(ms, () => resolve(false));
  const done = await Promise.race([work.then(() => true), promise]);
  cancel();
  return done;
}

/** A clock whose timers can all be given up at once, after which it sets no more. */
export function createEndingClock(clock: Clock): Clock & { readonly end: () => void } {
  const timers = new Set<() => void>();
  let ended = false;
  return {
    now: clock.now,
    after: (ms, task) => {
      if (ended) return () => {};
      const cancel = clock.after(ms, () => {
        timers.delete(cancel);
        task();
      });
      timers.add(cancel);
      return () => {
        timers.delete(cancel);
        cancel();
      };
    },
    end: () => {
      ended = true;
      for (const cancel of timers) cancel();
    },
  };
}
