import type { Slots } from './slots.ts';

/** An item of a batch in its lane. */
export type Job = {
  readonly lane: string;
  readonly batch: Batch;
  /** Its place in the batch. */
  readonly index: number;
  /** The next one in its lane. */
  next: Job | undefined;
};

export type Batch = {
  /** Never rejects; true when what is behind the job in its lane must not run before it has run again. */
  readonly run: (job: Job) => Promise<boolean>;
  readonly skip: (job: Job) => void;
};

/** Lanes side by side, as far as there are slots; the items of one lane one after another, whichever batch they came in. */
export type LaneQueue = {
  /** `pump` starts it. */
  readonly add: (job: Job) => void;
  /** Starts what there are slots for. */
  readonly pump: () => void;
  /** Whether something is there that a slot would start. */
  readonly isShort: () => boolean;
  /** Of an event that waits: it gives its slot to another, and takes one before it goes on. */
  readonly leave: () => void;
  readonly enter: () => Promise<void> | undefined;
  readonly closing: AbortSignal | undefined;
  /** What was skipped comes again now, in its order: until then all that comes after it in its lane is skipped too. */
  readonly release: () => void;
};

/** Once `closing` aborts, what waits or has not begun is given back, as far as a call waits for it, and what runs goes on. */
export function createLaneQueue(slots: Slots, closing?: AbortSignal): LaneQueue {
  const lasts = new Map<string, Job>();
  const held = new Set<string>();
  const ready: Job[] = [];
  const returning: (() => void)[] = [];

  const isClosed = () => closing?.aborted === true;
  const isShort = () => ready.length > 0 || returning.length > 0;
  const pump = () => {
    while (isShort() && slots.take()) void work();
  };
  const leave = () => {
    slots.give();
    pump();
  };
  /** With a slot, for as long as there is work for it: most events then cost no look for one. */
  const work = async () => {
    do {
      const enter = returning.shift();
      if (enter !== undefined) return enter();
      const job = ready.shift();
      if (job === undefined) break;
      if ((await job.batch.run(job)) || isClosed()) hold(job);
      else if (job.next !== undefined) ready.push(job.next);
      else lasts.delete(job.lane);
    } while (slots.mayKeep());
    leave();
  };
  const hold = ({ lane, next }: Job) => {
    held.add(lane);
    lasts.delete(lane);
    for (let job = next; job !== undefined; job = job.next) job.batch.skip(job);
  };
  /** Nobody begins anything more: whether there is a slot does not matter to what comes back to end. */
  const close = () => {
    for (const enter of returning.splice(0)) enter();
    for (const job of ready.splice(0)) {
      job.batch.skip(job);
      hold(job);
    }
  };
  closing?.addEventListener('abort', close, { once: true });
  return {
    closing,
    add: (job) => {
      const { lane } = job;
      if (held.size > 0 && held.has(lane)) return job.batch.skip(job);
      const last = lasts.get(lane);
      if (last === undefined) ready.push(job);
      else last.next = job;
      lasts.set(lane, job);
    },
    pump,
    isShort,
    leave,
    enter: () => (slots.take() || isClosed() ? undefined : new Promise((resolve) => void returning.push(resolve))),
    release: () => held.clear(),
  };
}
