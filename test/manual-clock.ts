import type { Clock } from '../local/clock.ts';

type Timer = { readonly at: number; readonly task: () => void };

/** A clock that stands still until a test moves it; what falls due on the way runs in its order, each at its own time. */
export function createManualClock(start = Date.UTC(2026, 0, 1)): Clock & { advance: (ms: number) => void } {
  const timers = new Set<Timer>();
  let now = start;
  return {
    now: () => now,
    after: (ms, task) => {
      const timer = { at: now + Math.max(0, ms), task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: (ms) => {
      const end = now + ms;
      for (let timer = nextDue(timers, end); timer; timer = nextDue(timers, end)) {
        timers.delete(timer);
        now = timer.at;
        timer.task();
      }
      now = end;
    },
  };
}

function nextDue(timers: Set<Timer>, end: number): Timer | undefined {
  return [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
}
