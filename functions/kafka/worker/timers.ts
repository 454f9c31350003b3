import type { Clock } from '../../../shared/delivery/ports.ts';

/** Does a task again and again, each time so many milliseconds after the last one was done; the returned function ends that. */
export function every(clock: Clock, ms: number, task: () => Promise<void> | void): () => void {
  let [cancel, stopped] = [() => {}, false];
  const turn = async () => {
    await task();
    if (!stopped) cancel = clock.after(ms, () => void turn());
  };
  cancel = clock.after(ms, () => void turn());
  return () => {
    stopped = true;
    cancel();
  };
}

/** Waits for work, but no longer than so many milliseconds; says whether it was done. */
export async function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const cancel = clock.after(ms, () => resolve(false));
  const done = await Promise.race([work.then(() => true), promise]);
  cancel();
  return done;
}
