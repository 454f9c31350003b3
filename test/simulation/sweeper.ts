import { DUE, minuteOf } from '../../shared/delivery/due.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;

/** The scheduler's next call, at the minute that follows the first entry's: calls in between would find nothing. */
export function expectSweep(world: World): void {
  const { scheduler } = world;
  void world.store.raw.list(DUE, { limit: 1 }).then(([first]) => {
    if (first === undefined) return;
    const due = (Number(first.key.split('|')[0]) + 1) * MINUTE;
    const next = Math.max(due, (Math.floor(scheduler.now() / MINUTE) + 1) * MINUTE);
    if (world.now.sweepAt === next) return;
    world.now.sweepAt = next;
    scheduler.after(next - scheduler.now(), () => void sweep(world, next));
  });
}

function sweep(world: World, at: number): void {
  if (world.now.sweepAt !== at) return;
  world.now.sweepAt = 0;
  void world.store.raw.list(DUE, { limit: 1 }).then(([first]) => {
    if (first === undefined) return;
    if (first.key < minuteOf(at)) world.now.cloud?.sweep();
    expectSweep(world);
  });
}
