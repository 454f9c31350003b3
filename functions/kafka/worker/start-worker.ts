import { systemClock } from '../../../shared/delivery/embedded/system-clock.ts';
import { clientOptions } from '../client/client-options.ts';
import { probeSeldom } from '../client/probe-seldom.ts';
import { createBackOff } from './back-off.ts';
import { openFetcher, openMember } from './clients.ts';
import { createFetchLoop } from './fetch/fetch-loop.ts';
import { createCommits } from './group/commits.ts';
import { createHolding } from './group/holding.ts';
import { createMembership } from './group/membership.ts';
import { createReset } from './group/reset-lane.ts';
import { sayHolding } from './group/say-holding.ts';
import { createSubscription } from './group/subscription.ts';
import { watchTopics } from './group/topic-watch.ts';
import { createLanes } from './lanes/lanes.ts';
import { stopWorker } from './stop-worker.ts';
import { createEndingClock, every } from './timers.ts';
import { lookCloser } from './watch/look-closer.ts';
import { toStatus } from './watch/status.ts';
import { createTroubles } from './watch/troubles.ts';
import { startWatching } from './watch/watch-worker.ts';
import type { Worker, WorkerOptions } from './worker-options.ts';

const MINUTE = 60_000;

/**
 * A worker of a consumer group: takes the records of its partitions, hands them to `run`, and commits what is finished. It goes on by
 * itself whatever happens to the brokers, and `status` says how it is; only a package that is missing rejects.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { settings, group, log, sweep, count = () => {} } = options;
  const { sessionTimeout, rebalanceTimeout, commitEvery } = settings.limits;
  await clientOptions(settings);
  const [clock, random] = [createEndingClock(systemClock), Math.random];
  const probe = probeSeldom(settings, clock.now);
  const troubles = createTroubles(clock, log, lookCloser(probe, settings.brokers));
  let state: 'running' | 'stopping' | 'stopped' = 'running';

  /** The group gives a member's partitions to others when it has not heard of it for a session; while it joins, it has longer. */
  const isHeard = () => {
    const { isSettled, heardAt } = membership;
    return clock.now() - (heardAt() ?? 0) < (isSettled() ? sessionTimeout : sessionTimeout + rebalanceTimeout);
  };
  const lanes = createLanes({ ...options, clock, random, mayRun: isHeard, onProgress: () => loop.pump() });
  const loop = createFetchLoop({
    open: () => openFetcher(settings, group),
    lanes,
    topics: () => topics,
    clock,
    random,
    troubles,
    count,
    onOutOfRange: createReset({ lanes, troubles, log }),
    onArrival: lanes.kick,
  });
  const membership = createMembership({
    open: () => openMember(settings, group),
    clock,
    backOff: createBackOff(random),
    troubles,
    onHeard: lanes.kick,
    onRebalance: () => {
      count('rebalances');
      void commit();
    },
    onJoin: (assignments, wasTold) => {
      // Such as after a session that was lost.
      if (!wasTold) count('rebalances');
      sayHolding(log, assignments);
    },
    onHolding: (assignments, kept) => holding.set(assignments, kept),
  });
  const commit = createCommits({ member: membership.client, lanes: lanes.list, troubles, count });
  const clients = () => ({ member: membership.client(), fetcher: loop.client() });
  const views = () => topics.views();
  const holding = createHolding({ ...options, lanes, views, clients, clock, random, troubles, onLanes: loop.pump });
  const subscribe = createSubscription(membership.subscribe);
  const topics = watchTopics({
    topics: options.topics,
    client: loop.client,
    clock,
    troubles,
    onChange: (seen) => {
      holding.check();
      subscribe(seen);
      loop.pump();
    },
  });
  every(clock, commitEvery, async () => void (membership.isSettled() && (await commit())));
  startWatching({ settings, clock, lanes, loop, membership, troubles, count, log });
  every(clock, MINUTE, async () => {
    await sweep?.().catch((error: unknown) =>
      log({ level: 'error', message: 'the sweep failed', reason: String(error) }),
    );
  });
  loop.pump();

  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const stop = () => {
    if (state === 'running') {
      state = 'stopping';
      topics.stop();
      const parts = { lanes, loop, membership, holding, commit, log };
      void stopWorker({ grace: options.grace, timers: clock, ...parts }).then(() => {
        state = 'stopped';
        resolve();
      });
    }
    return closed;
  };
  const isMember = () => membership.isSettled() && isHeard();
  return { stop, closed, status: () => toStatus({ state, isMember: isMember(), troubles, lanes: lanes.list() }) };
}
