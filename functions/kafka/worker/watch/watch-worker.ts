import type { Clock, LogLine } from '../../../../shared/delivery/ports.ts';
import type { KafkaSettings } from '../../client/settings.ts';
import type { FetchLoop } from '../fetch/fetch-loop.ts';
import type { Membership } from '../group/membership.ts';
import { isFull, type Lane, laneKey } from '../lanes/lane.ts';
import type { Lanes } from '../lanes/lanes.ts';
import { every } from '../timers.ts';
import type { Counted } from '../worker-options.ts';
import type { Troubles } from './troubles.ts';
import { createWatchdog, type LaneSample } from './watchdog.ts';

type Options = {
  readonly settings: KafkaSettings;
  readonly clock: Clock;
  readonly lanes: Lanes;
  readonly loop: FetchLoop;
  readonly membership: Membership;
  readonly troubles: Troubles;
  readonly count: (what: Counted) => void;
  readonly log: (line: LogLine) => void;
};

const EVERY = 5_000;
const STILL = 60_000;

const STUCK =
  'look at its last lines "delivery": their handlers hang, or what their reason names is away; it goes on by itself';
const STILL_AGAIN = 'wait: it is restarted now; if this comes again, look at the brokers, and then restart the worker';

/** Does what the watchdog says, as long as the clock runs. */
export function startWatching({ settings, clock, lanes, loop, membership, troubles, count, log }: Options): void {
  const { requestTimeout, sessionTimeout, rebalanceTimeout } = settings.limits;
  const judge = createWatchdog({
    still: Math.max(STILL, 2 * requestTimeout),
    deaf: 2 * (sessionTimeout + rebalanceTimeout),
  });
  every(clock, EVERY, () => {
    // What has nothing to ask for says so, and is not taken for what gets no answer.
    loop.pump();
    const { restart, stuck } = judge({
      now: clock.now(),
      answeredAt: loop.answeredAt(),
      heardAt: membership.heardAt(),
      inTrouble: troubles.list().length > 0,
      lanes: lanes.list().map(toSample),
    });
    for (const lane of stuck) {
      count('stuck');
      log({ level: 'warn', message: 'nothing is finished', lane, fix: STUCK });
    }
    if (restart === undefined) return;
    count('restarts');
    log({ level: 'error', message: 'nothing moves', restart, fix: STILL_AGAIN });
    if (restart === 'fetch') loop.restart();
    else membership.restart();
  });
}

function toSample(lane: Lane): LaneSample {
  const { position, end, records, finished } = lane;
  return { key: laneKey(lane), finished, position, end, depth: records.size, full: isFull(lane) };
}
