import type { DeliveryLine } from '../../shared/delivery/log.ts';

/** How long the samples may take: a good deal more than any machine needs. */
const PATIENCE_MS = 90_000;
/** So long after the last delivery, with nothing under way, nothing more will come. */
const SILENCE_MS = 10_000;
/** A line comes by another way than the answer that says that all is done. */
const LAG_MS = 50;

export type Heard = {
  readonly deliveries: readonly DeliveryLine[];
  readonly add: (line: DeliveryLine) => void;
  /** Resolves once it is so, or when it will not be: patience is over, the user ends it, or nothing is under way for long. */
  readonly until: (isSo: () => boolean) => Promise<void>;
  /** The same, once nothing is under way. */
  readonly untilQuiet: () => Promise<void>;
};

/** Remembers what was delivered, and waits for it. `pending` is how many events are under way. */
export function createHeard(interrupted: Promise<void>, pending: () => number): Heard {
  const deliveries: DeliveryLine[] = [];
  const end = Date.now() + PATIENCE_MS;
  let isStopped = false;
  let last = Date.now();
  void interrupted.then(() => {
    isStopped = true;
  });
  const until: Heard['until'] = async (isSo) => {
    const start = Date.now();
    const isSilent = () => pending() === 0 && Date.now() - Math.max(start, last) > SILENCE_MS;
    while (!isSo() && !isStopped && Date.now() < end && !isSilent()) await new Promise((wake) => setTimeout(wake, 25));
  };
  return {
    deliveries,
    until,
    untilQuiet: () => until(() => pending() === 0 && Date.now() - last > LAG_MS),
    add: (line) => {
      last = Date.now();
      deliveries.push(line);
    },
  };
}
