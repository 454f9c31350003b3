import { systemClock } from '../../../shared/delivery/embedded/system-clock.ts';
import type { LogLine } from '../../../shared/delivery/ports.ts';
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
  readonly log: (line: LogLine) => void;
};

/** So long may what was aborted take to give its claims back, and the group's coordinator to take the last commit and the farewell. */
const ABORTED = 3_000;
const FAREWELL = 2_000;

/**
 * Pauses, gives back what waits, lets what runs finish, aborts what does not, commits, and leaves the group: in this order, or finished
 * records come again.
 */
export async function stopWorker(options: Options): Promise<void> {
  const { grace, lanes, loop, membership, holding, commit, timers, log } = options;
  const fetching = loop.stop();
  if (!(await within(systemClock, grace, lanes.drain()))) {
    for (const lane of lanes.list()) lane.ending.abort();
    await within(systemClock, ABORTED, lanes.drain());
  }
  timers.end();
  await within(systemClock, FAREWELL, commit());
  const givenBack = lanes.list().reduce((sum, { records }) => sum + records.size, 0);
  holding.set([], false);
  // A coordinator that cannot be told finds out by itself.
  await within(systemClock, FAREWELL, Promise.allSettled([membership.leave(), fetching]));
  log({ level: 'info', message: 'the worker has ended', givenBack });
}
