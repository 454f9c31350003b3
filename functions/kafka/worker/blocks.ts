import type { Clock } from '../../../shared/delivery/ports.ts';
import { type BackOff, createBackOff } from './back-off.ts';

/** What must wait before it is tried again, by name: longer with each failure in a row. */
export type Blocks = {
  readonly block: (key: string, slow?: boolean) => void;
  readonly isBlocked: (key: string) => boolean;
  /** It worked. */
  readonly clear: (key: string) => void;
};

/** `onFree` is called when something need not wait any more. */
export function createBlocks(clock: Clock, random: () => number, onFree: () => void): Blocks {
  const blocked = new Set<string>();
  const backOffs = new Map<string, BackOff>();
  return {
    block: (key, slow) => {
      const backOff = backOffs.get(key) ?? createBackOff(random);
      backOffs.set(key, backOff);
      blocked.add(key);
      clock.after(backOff.next(slow), () => {
        blocked.delete(key);
        onFree();
      });
    },
    isBlocked: (key) => blocked.has(key),
    clear: (key) => void backOffs.delete(key),
  };
}
