import { FetchIsolationLevels } from '@platformatic/kafka';
import { MAX_WAIT } from '../clients.ts';
import type { TopicViews } from '../group/topic-watch.ts';
import { isFull, type Lane } from '../lanes/lane.ts';
import type { FetchRequestTopic } from './fetch-types.ts';

/** More than these is slower: the answer is taken apart in one go (bytes; a single larger record comes all the same, KIP-74). */
const MAX_BYTES = 2_097_152;
const MAX_BYTES_PER_PARTITION = 262_144;

/** While a lane is paused, its next fetch must not wait behind one that brings nothing. */
const WAIT_WHILE_PAUSED = 50;

/** Which lanes to fetch from which broker now: those with room, a leader, and nothing that holds them back. */
export function planFetches(
  lanes: Iterable<Lane>,
  views: TopicViews,
  isBlocked: (lane: Lane) => boolean,
): ReadonlyMap<number, readonly Lane[]> {
  const plan = new Map<number, Lane[]>();
  for (const lane of lanes) {
    const view = views.get(lane.topic);
    const leader = view?.leaders[lane.partition] ?? -1;
    if (leader < 0 || view?.id !== lane.topicId || isFull(lane) || isBlocked(lane)) continue;
    const planned = plan.get(leader);
    if (planned === undefined) plan.set(leader, [lane]);
    else planned.push(lane);
  }
  return plan;
}

/** A fetch of lanes from the broker that leads them. */
export function toFetchRequest(node: number, { lanes, views, paused, single }: RequestOf) {
  const topics = new Map<string, FetchRequestTopic>();
  for (const lane of lanes) {
    const topicId = views.get(lane.topic)?.wireId ?? lane.topicId;
    const topic = topics.get(topicId) ?? { topicId, partitions: [] };
    topics.set(topicId, topic);
    topic.partitions.push({
      partition: lane.partition,
      fetchOffset: lane.position,
      // -1: whichever leader there is.
      currentLeaderEpoch: -1,
      lastFetchedEpoch: -1,
      partitionMaxBytes: single ? 1 : MAX_BYTES_PER_PARTITION,
    });
  }
  return {
    node,
    topics: [...topics.values()],
    minBytes: 1,
    maxBytes: MAX_BYTES,
    maxWaitTime: paused ? WAIT_WHILE_PAUSED : MAX_WAIT,
    isolationLevel: FetchIsolationLevels.READ_COMMITTED,
  };
}

type RequestOf = {
  readonly lanes: readonly Lane[];
  readonly views: TopicViews;
  readonly paused: boolean;
  /** One batch and no more, which comes however large it is: what is good before a damaged one comes by itself. */
  readonly single?: boolean;
};
