import { systemClock } from '../../../shared/delivery/embedded/system-clock.ts';
import { createBackOff } from './back-off.ts';
import { openFetcher, openMember } from './clients.ts';
import { createCommits } from './commits.ts';
import { createFetchLoop } from './fetch-loop.ts';
import { createHolding } from './holding.ts';
import { createLanes } from './lanes.ts';
import { createMembership } from './membership.ts';
import { createReset } from './reset-lane.ts';
import { toStatus } from './status.ts';
import { every, within } from './timers.ts';
import { type TopicViews, watchTopics } from './topic-watch.ts';
import { createTroubles } from './troubles.ts';
import type { Worker, WorkerOptions } from './worker-options.ts';

/** After the grace period, what was aborted may take so long to give its claims back; and the group's coordinator to answer. */
const ABORTED = 3_000;
const GOODBYE = 2_000;

/**
 * A worker of a consumer group: takes the records of its partitions, hands them to `run`, and commits what is finished. It returns at
 * once, and goes on by itself whatever happens to the brokers; `status` says how it is.
 */
export function startWorker(options: WorkerOptions): Worker {
  const { settings, group, log, grace, count = () => {} } = options;
  const [clock, random] = [systemClock, Math.random];
  const troubles = createTroubles(clock, log);
  let state: 'running' | 'stopping' | 'stopped' = 'running';

  const lanes = createLanes({ ...options, clock, random, mayRun: () => true, onProgress: () => loop.pump() });
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
    onRebalance: () => {
      count('rebalances');
      void commit();
    },
    onHolding: (assignments, kept) => holding.set(assignments, kept),
  });
  const commit = createCommits({ member: membership.client, lanes: lanes.list, troubles, count });
  const holding = createHolding({
    ...options,
    lanes,
    views: () => topics.views(),
    clients: () => ({ member: membership.client(), fetcher: loop.client() }),
    clock,
    random,
    troubles,
    onLanes: loop.pump,
  });
  let subscribed = '';
  const onTopics = (views: TopicViews) => {
    holding.check();
    const shape = [...views]
      .map(([topic, { id, leaders }]) => `${topic} ${id} ${leaders.length}`)
      .toSorted()
      .join();
    if (shape !== subscribed) membership.subscribe([...views.keys()]);
    subscribed = shape;
    loop.pump();
  };
  const topics = watchTopics({ topics: options.topics, client: loop.client, clock, troubles, onChange: onTopics });
  const committing = every(clock, settings.limits.commitEvery, async () => {
    if (membership.isSettled()) await commit();
  });
  loop.pump();

  const stop = async () => {
    state = 'stopping';
    topics.stop();
    const fetching = loop.stop();
    if (!(await within(clock, grace, lanes.drain()))) {
      for (const lane of lanes.list()) lane.ending.abort();
      await within(clock, ABORTED, lanes.drain());
    }
    committing();
    await within(clock, GOODBYE, commit());
    await within(
      clock,
      GOODBYE,
      Promise.all([membership.leave(), fetching]).catch(() => {}),
    );
    state = 'stopped';
  };
  let stopping: Promise<void> | undefined;
  return {
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
    status: () => toStatus({ state, isMember: membership.isSettled(), troubles, lanes: lanes.list() }),
  };
}
