import type { Clock } from '../../../shared/delivery/ports.ts';
import { pause } from './timers.ts';

export type UntilDone = {
  /** Does the task, again and again until it works; once more where it runs already. */
  readonly run: () => void;
  readonly stop: () => void;
};

/** `onFail` says how long to wait before the next try, in milliseconds; it is not asked once stopped. */
export function createUntilDone(
  clock: Clock,
  task: () => Promise<void>,
  onFail: (error: unknown) => number,
): UntilDone {
  let [wanted, running, stopped] = [false, false, false];
  const turn = async () => {
    running = true;
    while (wanted && !stopped) {
      wanted = false;
      await task().catch(async (error: unknown) => {
        wanted = true;
        if (!stopped) await pause(clock, onFail(error));
      });
    }
    running = false;
  };
  return {
    run: () => {
      wanted = true;
      if (!running) void turn();
    },
    stop: () => {
      stopped = true;
    },
  };
}
