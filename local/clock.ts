/** The time that an emulator lives by, so that a test or an impatient user can run a day's retry schedule in seconds. */
export type Clock = {
  /** Milliseconds since the epoch, in this clock's time. */
  readonly now: () => number;
  /** Runs `task` once, `ms` of this clock's milliseconds from now; the returned function cancels it. */
  readonly after: (ms: number, task: () => void) => () => void;
};

/** The machine's own clock, `speed` times as fast: at 60, a minute of the vendor's schedule takes a second here. */
export function createClock(speed = 1): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * speed,
    after: (ms, task) => {
      const timer = setTimeout(task, Math.max(0, ms) / speed);
      return () => clearTimeout(timer);
    },
  };
}
