/** Lends one of a few things to whoever asks, each to one at a time; who is given up before the turn comes is passed over. */
export type Pool<T> = <Result>(use: (thing: T) => Promise<Result>, signal: AbortSignal) => Promise<Result>;

/** At most so many are made, each when none of the others is free. Those who wait are served in the order in which they came. */
export function createPool<T>(make: () => T, most: number): Pool<T> {
  const free: T[] = [];
  const waiting: ((thing: T) => void)[] = [];
  let made = 0;
  const take = (): T | Promise<T> => {
    const thing = free.pop();
    if (thing !== undefined) return thing;
    if (made === most) return new Promise((resolve) => waiting.push(resolve));
    const another = make();
    made += 1;
    return another;
  };
  const giveBack = (thing: T) => {
    const next = waiting.shift();
    if (next === undefined) free.push(thing);
    else next(thing);
  };
  return async (use, signal) => {
    const thing = await take();
    try {
      signal.throwIfAborted();
      return await use(thing);
    } finally {
      giveBack(thing);
    }
  };
}
