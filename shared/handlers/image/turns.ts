/**
 * Runs tasks one at a time, in the order of the calls. Gives undefined, without running the task, when its turn has not come before
 * the signal aborts; a task that has begun is waited for.
 */
export function createTurns() {
  let last = Promise.resolve();
  return <T>(task: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> =>
    new Promise((resolve, reject) => {
      const giveUp = () => resolve(undefined);
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      last = last.then(async () => {
        signal.removeEventListener('abort', giveUp);
        if (!signal.aborted) await task().then(resolve, reject);
      });
    });
}
