/** What `work` gives. Throws when that takes longer than `ms` milliseconds; the signal tells the work that nobody waits any more. */
export async function inTime<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(ms);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${ms} ms`)), { once: true });
  });
  return Promise.race([work(signal), late]);
}
