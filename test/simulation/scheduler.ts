import { setImmediate } from 'node:timers';

/** Simulated time: nothing waits, and one thing happens after the other. */
export type Scheduler = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly after: (ms: number, task: () => void) => () => void;
  /** Resolves `ms` later. */
  readonly pause: (ms: number) => Promise<void>;
  /** Lets everything happen that is to come, and gives the number of steps. Throws when there is no end of it. */
  readonly run: () => Promise<number>;
};

type Step = { readonly at: number; readonly order: number; task: (() => void) | undefined };

const START = Date.UTC(2026, 0, 1);
/** More steps than any seed needs by far. */
const ENDLESS = 300_000;

export function createScheduler(): Scheduler {
  const heap: Step[] = [];
  let now = START;
  let order = 0;
  const after = (ms: number, task: () => void) => {
    const step: Step = { at: now + Math.max(0, ms), order: ++order, task };
    push(heap, step);
    return () => {
      step.task = undefined;
    };
  };
  const run = async () => {
    let steps = 0;
    for (let step = pop(heap); step !== undefined; step = pop(heap)) {
      if (step.task === undefined) continue;
      if (++steps > ENDLESS) throw new Error(`more than ${ENDLESS} steps: the world does not come to rest`);
      now = step.at;
      step.task();
      await quiet();
    }
    return steps;
  };
  return { now: () => now, after, run, pause: (ms) => new Promise((resolve) => void after(ms, resolve)) };
}

/**
 * Resolves when every promise has come as far as it can: the queue of promises is emptied before the next immediate runs, and nothing in
 * the simulation waits for anything but promises and simulated time.
 */
function quiet(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

function isBefore(one: Step, other: Step): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function push(heap: Step[], step: Step): void {
  let place = heap.push(step) - 1;
  while (place > 0) {
    const above = (place - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || isBefore(parent, step)) break;
    heap[place] = parent;
    place = above;
  }
  heap[place] = step;
}

function pop(heap: Step[]): Step | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let place = 0;
  for (;;) {
    const [left, right] = [2 * place + 1, 2 * place + 2];
    const [one, other] = [heap[left], heap[right]];
    const child = other !== undefined && one !== undefined && isBefore(other, one) ? right : left;
    const next = heap[child];
    if (next === undefined || isBefore(last, next)) break;
    heap[place] = next;
    place = child;
  }
  heap[place] = last;
  return first;
}
