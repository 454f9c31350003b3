import type { protos } from '@google-cloud/pubsub';
import type { Broker } from '../broker.ts';
import { acknowledge, modifyDeadline } from '../delivery/deliveries.ts';
import { Refusal } from '../refusal.ts';
import type { Methods } from './methods.ts';
import { page } from './page.ts';
import { pull } from './pull.ts';
import { createSubscription, deleteSubscription, findSubscription, replaceSubscription } from './subscriptions.ts';
import { applyMask } from './update-mask.ts';

type SubscriptionResource = protos.google.pubsub.v1.ISubscription;
type Update = protos.google.pubsub.v1.IUpdateSubscriptionRequest;
type List = protos.google.pubsub.v1.IListSubscriptionsRequest;
type ModifyPushConfig = protos.google.pubsub.v1.IModifyPushConfigRequest;
type PullRequest = protos.google.pubsub.v1.IPullRequest;
type ModifyAckDeadline = protos.google.pubsub.v1.IModifyAckDeadlineRequest;
type Named = { readonly subscription?: string | null };
type AckIds = Named & { readonly ackIds?: readonly string[] | null };

/** The unary methods of google.pubsub.v1.Subscriber; those that are not here are answered with UNIMPLEMENTED. */
export function subscriberMethods(broker: Broker): Methods {
  return {
    CreateSubscription: (resource: SubscriptionResource) => createSubscription(broker, resource),
    GetSubscription: ({ subscription }: Named) => findSubscription(broker, subscription).resource,
    ListSubscriptions: (request: List) => listSubscriptions(broker, request),
    UpdateSubscription: (request: Update) => updateSubscription(broker, request),
    ModifyPushConfig: (request: ModifyPushConfig) => modifyPushConfig(broker, request),
    DeleteSubscription: ({ subscription }: Named) => {
      deleteSubscription(broker, subscription);
      return {};
    },
    Pull: (request: PullRequest, signal) =>
      pull(findSubscription(broker, request.subscription).backlog, request, signal),
    Acknowledge: (request: AckIds) => acknowledgeAll(broker, request),
    ModifyAckDeadline: (request: ModifyAckDeadline) => modifyAckDeadline(broker, request),
  };
}

function listSubscriptions(broker: Broker, request: List): protos.google.pubsub.v1.IListSubscriptionsResponse {
  const own = [...broker.subscriptions.keys()].filter((name) => name.startsWith(`${request.project}/`));
  const { names, nextPageToken } = page(own, request);
  return { subscriptions: names.map((name) => findSubscription(broker, name).resource), nextPageToken };
}

function updateSubscription(broker: Broker, { subscription, updateMask }: Update): SubscriptionResource {
  const found = findSubscription(broker, subscription?.name);
  const changed = applyMask(found.resource, subscription ?? {}, updateMask?.paths ?? []);
  return replaceSubscription(broker, found, changed);
}

function modifyPushConfig(broker: Broker, { subscription, pushConfig }: ModifyPushConfig): object {
  const found = findSubscription(broker, subscription);
  replaceSubscription(broker, found, { ...found.resource, pushConfig: pushConfig ?? {} });
  return {};
}

function acknowledgeAll(broker: Broker, request: AckIds): object {
  const { backlog } = findSubscription(broker, request.subscription);
  for (const ackId of checkAckIds(request)) acknowledge(backlog, ackId);
  return {};
}

function modifyAckDeadline(broker: Broker, request: ModifyAckDeadline): object {
  const { backlog } = findSubscription(broker, request.subscription);
  const seconds = request.ackDeadlineSeconds ?? 0;
  if (seconds < 0 || seconds > 600) throw new Refusal('INVALID_ARGUMENT', 'ackDeadlineSeconds must be from 0 to 600');
  for (const ackId of checkAckIds(request)) modifyDeadline(backlog, ackId, seconds * 1000);
  return {};
}

/** An id that no longer counts is fine; one that this subscription cannot have given is not. */
function checkAckIds({ subscription, ackIds }: AckIds): readonly string[] {
  if (!ackIds?.length) throw new Refusal('INVALID_ARGUMENT', 'No ack ids specified.');
  const strange = ackIds.find((ackId) => !ackId.startsWith(`${subscription}:`));
  if (strange !== undefined) throw new Refusal('INVALID_ARGUMENT', `Invalid ack id (ack_id=${strange})`);
  return ackIds;
}
