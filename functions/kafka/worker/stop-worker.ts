import { systemClock } from '../../../shared/delivery/embedded/system-clock.ts';
import type { FetchLoop } from './fetch/fetch-loop.ts';
import type { Holding } from './group/holding.ts';
import type { Membership } from './group/membership.ts';
import type { Lanes } from './lanes/lanes.ts';
import { within } from './timers.ts';

type Options = {
  /** In milliseconds. */
  readonly grace: number;
  readonly lanes: Lanes;
  readonly loop: FetchLoop;
  readonly membership: Membership;
  readonly holding: Holding;
  readonly commit: () => Promise<void>;
  /** Of all that the worker does by itself. */
  readonly timers: { readonly end: () => void };
};

/** So long may what was aborted take to give its claims back, and the group's coordinator to take the last commit and the farewell. */
const ABORTED = 3_000;
const FAREWELL = 2_000;

/** Pauses, lets what runs finish, aborts what does not, commits, and leaves the group: in this order, or finished records come again. */
export async function stopWorker({ grace, lanes, loop, membership, holding, commit, timers }: Options): Promise<void> {
  const fetching = loop.stop();
  if (!(await within(systemClock, grace, lanes.drain()))) {
    for (const lane of lanes.list()) lane.ending.abort();
    await within(systemClock, ABORTED, lanes.drain());
  }
  timers.end();
  await within(systemClock, FAREWELL, commit());
  holding.set([], false);
  // A coordinator that cannot be told finds out by itself.
  await within(systemClock, FAREWELL, Promise.allSettled([membership.leave(), fetching]));
}
