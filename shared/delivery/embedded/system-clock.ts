import type { Clock } from '../ports.ts';

/** The machine's own clock and timers. */
export const systemClock: Clock = {
  now: Date.now,
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
