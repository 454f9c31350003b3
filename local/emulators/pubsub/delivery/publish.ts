import type { Draft, Message } from '../api/message.ts';
import { splitName } from '../api/names.ts';
import type { Settings } from '../api/settings.ts';
import type { Broker } from '../broker.ts';
import { Refusal } from '../refusal.ts';
import type { Entry } from './backlog.ts';
import { offer } from './deliveries.ts';

/** Gives every subscription of the topic its own copy; the ids are in the order of the messages. Throws NOT_FOUND. */
export function publish(broker: Broker, topic: string, drafts: readonly Draft[]): string[] {
  if (!broker.topics.has(topic)) throw new Refusal('NOT_FOUND', 'Topic not found');
  const messages = drafts.map((draft): Message => ({ ...draft, id: nextId(broker), publishedAt: broker.clock.now() }));
  for (const message of messages) {
    broker.emit({ kind: 'published', topic, messageId: message.id });
    for (const { resource, backlog } of broker.subscriptions.values()) {
      if (resource.topic === topic) offer(backlog, message);
    }
  }
  return messages.map((message) => message.id);
}

/**
 * Forwards a message to the dead-letter topic with the attributes that say where it comes from; false when that topic is gone. "Dead-letter
 * topics" in the Pub/Sub documentation.
 */
export function bury(broker: Broker, { name, deadLetter }: Settings, { message, attempts }: Entry): boolean {
  if (!deadLetter || !broker.topics.has(deadLetter.topic)) return false;
  const { project, id } = splitName(name);
  const attributes = {
    ...message.attributes,
    CloudPubSubDeadLetterSourceDeliveryCount: String(attempts),
    CloudPubSubDeadLetterSourceSubscription: id,
    CloudPubSubDeadLetterSourceSubscriptionProject: project,
    CloudPubSubDeadLetterSourceTopicPublishTime: new Date(message.publishedAt).toISOString().replace('Z', '+00:00'),
  };
  publish(broker, deadLetter.topic, [{ data: message.data, attributes, orderingKey: message.orderingKey }]);
  return true;
}

/** Grows with the time, so that an emulator that was started again does not give the ids of other messages. */
function nextId(broker: Broker): string {
  broker.lastMessageId = Math.max(broker.lastMessageId + 1, Math.floor(broker.clock.now()) * 1000);
  return String(broker.lastMessageId);
}
