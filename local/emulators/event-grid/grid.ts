import type { Clock } from '../../clock.ts';
import { toDeliveredForm } from './delivered-form.ts';
import type { Delivery } from './delivery.ts';
import type { Accepted, EventGridEvent } from './events.ts';
import { passes } from './filter.ts';
import { shakeHands } from './handshake.ts';
import { createQueue, type Queue } from './queue.ts';
import type { QueueContext } from './queue-state.ts';
import { toTopicId } from './resource-id.ts';
import { type Outgoing, send } from './send.ts';
import { parseSubscription, type Subscription, type SubscriptionOptions } from './subscription.ts';

export type Grid = {
  readonly createSubscription: (options: SubscriptionOptions) => Promise<void>;
  readonly deleteSubscription: (topic: string, name: string) => boolean;
  readonly subscriptions: (topic: string) => Subscription[];
  /** Hands the events to every subscription of the topic that wants them, or throws a `Refusal` and hands on none. */
  readonly publish: (topic: string, events: readonly Accepted[]) => void;
  readonly pending: () => number;
  readonly close: () => void;
};

type Context = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly report: (event: EventGridEvent) => void;
};

/** The topics and their subscriptions, without HTTP. */
export function createGrid(context: Context): Grid {
  const queues = new Map<string, Queue>();
  const closing = new AbortController();
  const queueContext: QueueContext = {
    ...context,
    send: (request: Outgoing) => send(request, { clock: context.clock, closing: closing.signal }),
  };
  const ofTopic = (topic: string) => [...queues.values()].filter((queue) => queue.subscription().topic === topic);
  return {
    createSubscription: (options) => createSubscription(queues, queueContext, options),
    deleteSubscription: (topic, name) => deleteSubscription(queues, toKey(topic, name)),
    subscriptions: (topic) => ofTopic(topic).map((queue) => queue.subscription()),
    publish: (topic, events) => {
      const work = ofTopic(topic).map(
        (queue) => [queue, toDeliveries(queue.subscription(), events, context.clock.now())] as const,
      );
      for (const { id, type, subject } of events) context.report({ kind: 'published', topic, id, type, subject });
      for (const [queue, deliveries] of work) queue.enqueue(deliveries);
    },
    pending: () => [...queues.values()].reduce((sum, queue) => sum + queue.pending(), 0),
    close: () => {
      closing.abort();
      for (const queue of queues.values()) queue.close();
    },
  };
}

async function createSubscription(queues: Map<string, Queue>, context: QueueContext, options: SubscriptionOptions) {
  const subscription = parseSubscription(options);
  const { clock, send: sendRequest } = context;
  await shakeHands(subscription, { topicId: toTopicId(subscription.topic), now: clock.now(), send: sendRequest });
  const key = toKey(subscription.topic, subscription.name);
  const existing = queues.get(key);
  if (existing) existing.update(subscription);
  else queues.set(key, createQueue(subscription, context));
}

function deleteSubscription(queues: Map<string, Queue>, key: string): boolean {
  queues.get(key)?.close();
  return queues.delete(key);
}

function toDeliveries(subscription: Subscription, events: readonly Accepted[], now: number): Delivery[] {
  return events
    .filter((event) => passes(subscription.filter, event))
    .map((event) => ({
      id: event.id,
      type: event.type,
      subject: event.subject,
      json: toDeliveredForm(event, subscription.deliverySchema),
      publishedAt: now,
      attempts: 0,
      lastAttemptAt: now,
      lastOutcome: 'Delivering',
    }));
}

function toKey(topic: string, name: string): string {
  return `${topic}/${name.toLowerCase()}`;
}
