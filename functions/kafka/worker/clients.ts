import { Consumer, cooperativeStickyAssigner, type GroupPartitionsAssigner } from '@platformatic/kafka';
import { clientOptions } from '../client/client-options.ts';
import type { KafkaSettings } from '../client/settings.ts';
import { takeLeaderless } from '../client/take-leaderless.ts';

/** How long the broker may hold a fetch back when there is nothing new, in milliseconds. */
export const MAX_WAIT = 500;

/** The library would refresh metadata in the middle of a heartbeat or a commit: we look at the topics ourselves. */
const NEVER = 86_400_000;

/** Before a member that hears nothing counts as cut off: its session and as long as an answer may take then. */
const STALL = 10_000;

/** It tries nothing twice by itself: a commit that the library repeats after a rejoin would name partitions of others. */
const OWN = { autocommit: false, retries: 0, metadataMaxAge: NEVER } as const;

/** The client that is the group's member and never fetches, so that no heartbeat waits behind records. */
export async function openMember(settings: KafkaSettings, group: string): Promise<Consumer> {
  const { requestTimeout, sessionTimeout, heartbeatInterval, rebalanceTimeout: given } = settings.limits;
  const rebalanceTimeout = Math.max(given, sessionTimeout);
  const member = new Consumer({
    ...(await clientOptions(settings)),
    ...OWN,
    groupId: group,
    sessionTimeout,
    heartbeatInterval,
    rebalanceTimeout,
    heartbeatStallTimeout: sessionTimeout + STALL,
    // The broker answers a member that joins once the others have come.
    requestTimeout: Math.max(requestTimeout, rebalanceTimeout + 5_000),
    protocols: [{ name: 'cooperative-sticky', version: 3 }],
    partitionAssigner: assignByTopics,
  });
  return takeLeaderless(member);
}

/** The client that fetches and knows nothing of the group. */
export async function openFetcher(settings: KafkaSettings, group: string): Promise<Consumer> {
  const requestTimeout = Math.max(settings.limits.requestTimeout, MAX_WAIT * 2);
  return takeLeaderless(new Consumer({ ...(await clientOptions(settings)), ...OWN, groupId: group, requestTimeout }));
}

/** The library hands over the topics of the leading member alone: another may read others, as in a rolling update. */
const assignByTopics: GroupPartitionsAssigner = (current, members, _topics, metadata) => {
  const topics = new Set([...members.values()].flatMap((member) => member.topics ?? []));
  return cooperativeStickyAssigner(current, members, topics, metadata);
};
