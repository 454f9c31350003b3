import type { protos } from '@google-cloud/pubsub';
import type { Broker, Subscription } from '../broker.ts';
import { type Backlog, close, createBacklog } from '../delivery/backlog.ts';
import { bury } from '../delivery/publish.ts';
import { dropExpired } from '../delivery/retention.ts';
import { startPushing } from '../push/push.ts';
import { Refusal } from '../refusal.ts';
import { checkName } from './names.ts';
import { parseSettings, type Settings, withDefaults } from './settings.ts';

type SubscriptionResource = protos.google.pubsub.v1.ISubscription;

/** It gets what is published from now on. Throws what the API refuses. */
export function createSubscription(broker: Broker, given: SubscriptionResource): SubscriptionResource {
  const name = checkName('subscriptions', given.name);
  const topic = checkName('topics', given.topic);
  if (broker.subscriptions.has(name)) throw new Refusal('ALREADY_EXISTS', 'Subscription already exists');
  if (!broker.topics.has(topic)) throw new Refusal('NOT_FOUND', 'Subscription topic does not exist');
  const resource = withDefaults(given);
  const { clock, emit, post } = broker;
  const settings = settingsOf(broker, resource);
  const backlog: Backlog = createBacklog({
    settings,
    clock,
    emit,
    bury: (entry) => bury(broker, backlog.settings, entry),
  });
  startPushing(backlog, post);
  broker.subscriptions.set(name, { resource, backlog });
  return resource;
}

export function findSubscription(broker: Broker, given: string | null | undefined): Subscription {
  const found = broker.subscriptions.get(checkName('subscriptions', given));
  if (!found) throw new Refusal('NOT_FOUND', 'Subscription does not exist');
  return found;
}

/** Puts a changed resource in the old one's place; from the next delivery on it counts. */
export function replaceSubscription(
  broker: Broker,
  subscription: Subscription,
  changed: SubscriptionResource,
): SubscriptionResource {
  const resource = withDefaults(changed);
  subscription.backlog.settings = settingsOf(broker, resource);
  subscription.resource = resource;
  dropExpired(subscription.backlog);
  for (const listener of [...subscription.backlog.listeners]) listener();
  return resource;
}

export function deleteSubscription(broker: Broker, given: string | null | undefined): void {
  const { backlog } = findSubscription(broker, given);
  const { name } = backlog.settings;
  for (const messageId of backlog.entries.keys()) {
    broker.emit({ kind: 'dropped', subscription: name, messageId, reason: 'subscription deleted' });
  }
  broker.subscriptions.delete(name);
  close(backlog);
}

function settingsOf(broker: Broker, resource: SubscriptionResource): Settings {
  const settings = parseSettings(resource);
  if (settings.deadLetter && !broker.topics.has(settings.deadLetter.topic)) {
    throw new Refusal('NOT_FOUND', 'Dead letter topic not found');
  }
  return settings;
}
