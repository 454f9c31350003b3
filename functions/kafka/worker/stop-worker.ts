import type { Clock } from '../../../shared/delivery/ports.ts';
import type { FetchLoop } from './fetch-loop.ts';
import type { Lanes } from './lanes.ts';
import type { Membership } from './membership.ts';
import { within } from './timers.ts';

type Options = {
  /** In milliseconds. */
  readonly grace: number;
  readonly clock: Clock;
  readonly lanes: Lanes;
  readonly loop: FetchLoop;
  readonly membership: Membership;
  readonly commit: () => Promise<void>;
  readonly timers: readonly (() => void)[];
};

/** So long may what was aborted take to give its claims back, and the group's coordinator to take the last commit and the farewell. */
const ABORTED = 3_000;
const FAREWELL = 2_000;

/** Pauses, lets what runs finish, aborts what does not, commits, and leaves the group: in this order, or finished records come again. */
export async function stopWorker({ grace, clock, lanes, loop, membership, commit, timers }: Options): Promise<void> {
  const fetching = loop.stop();
  if (!(await within(clock, grace, lanes.drain()))) {
    for (const lane of lanes.list()) lane.ending.abort();
    await within(clock, ABORTED, lanes.drain());
  }
  for (const end of timers) end();
  await within(clock, FAREWELL, commit());
  // A coordinator that cannot be told finds out by itself.
  await within(clock, FAREWELL, Promise.allSettled([membership.leave(), fetching]));
}
