import type { protos } from '@google-cloud/pubsub';
import type { Clock } from '../../clock.ts';
import { type Backlog, close } from './delivery/backlog.ts';
import type { PubSubEvent } from './events.ts';
import type { Post } from './push/post.ts';

/** Everything that the emulator holds, by resource name. */
export type Broker = {
  readonly clock: Clock;
  readonly emit: (event: PubSubEvent) => void;
  readonly post: Post;
  readonly topics: Map<string, protos.google.pubsub.v1.ITopic>;
  readonly subscriptions: Map<string, Subscription>;
  lastMessageId: number;
};

/** A subscription as the API shows it, and its messages. */
export type Subscription = { resource: protos.google.pubsub.v1.ISubscription; readonly backlog: Backlog };

export function createBroker(parts: Pick<Broker, 'clock' | 'emit' | 'post'>): Broker {
  return { ...parts, topics: new Map(), subscriptions: new Map(), lastMessageId: 0 };
}

/** Messages that are neither acknowledged nor given up, in one subscription or in all. */
export function countPending(broker: Broker, subscription?: string): number {
  const counted =
    subscription === undefined ? [...broker.subscriptions.values()] : [broker.subscriptions.get(subscription)];
  return counted.reduce((sum, found) => sum + (found?.backlog.entries.size ?? 0), 0);
}

export function closeBroker(broker: Broker): void {
  for (const { backlog } of broker.subscriptions.values()) close(backlog);
}
