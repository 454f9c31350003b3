import { toShown } from './handshake.ts';
import { isRecord } from './is-record.ts';
import { Refusal } from './refusal.ts';
import type { Subscription, SubscriptionOptions } from './subscription.ts';

/**
 * Reads the body of Azure Resource Manager's "Event Subscriptions - Create Or Update". Of destinations it takes
 * `WebHook`; as a dead-letter destination also `{ endpointType: 'Folder', properties: { path } }`, which is ours.
 * Throws a `Refusal` for what the emulator does not do, rather than to deliver something else than was asked for.
 */
export function fromArm(topic: string, name: string, body: unknown): SubscriptionOptions {
  const { destination, deadLetterDestination, eventDeliverySchema, filter, retryPolicy, ...rest } = child(
    body,
    'properties',
  );
  const [unknown] = Object.keys(rest).filter((key) => key !== 'labels');
  if (unknown !== undefined) throw unsupported(`properties.${unknown}`);
  const { properties } = typed(destination, 'WebHook', 'destination');
  const { endpointUrl, maxEventsPerBatch, preferredBatchSizeInKilobytes, ...others } = properties;
  const [other] = Object.keys(others);
  if (other !== undefined) throw unsupported(`destination.properties.${other}`);
  const folder =
    deadLetterDestination && typed(deadLetterDestination, 'Folder', 'deadLetterDestination').properties.path;
  return {
    topic,
    name,
    endpoint: String(endpointUrl),
    deliverySchema: eventDeliverySchema ?? 'EventGridSchema',
    ...(retryPolicy ? { retryPolicy } : {}),
    ...(filter ? { filter: checkFilter(filter) } : {}),
    ...(maxEventsPerBatch === undefined ? {} : { maxEventsPerBatch }),
    ...(preferredBatchSizeInKilobytes === undefined ? {} : { preferredBatchSizeInKilobytes }),
    ...(folder ? { deadLetter: String(folder) } : {}),
  } as SubscriptionOptions; // parseSubscription checks the values next
}

/** The subscription as Azure Resource Manager would show it, without the endpoint's query string. */
export function toArm(subscription: Subscription) {
  const { topic, name, deliverySchema, filter, maxDeliveryAttempts, eventTimeToLiveInMinutes } = subscription;
  return {
    name,
    properties: {
      topic,
      provisioningState: 'Succeeded',
      destination: { endpointType: 'WebHook', properties: { endpointBaseUrl: toShown(subscription.endpoint) } },
      eventDeliverySchema: deliverySchema,
      filter,
      retryPolicy: { maxDeliveryAttempts, eventTimeToLiveInMinutes },
    },
  };
}

const FILTERS = new Set(['includedEventTypes', 'subjectBeginsWith', 'subjectEndsWith', 'isSubjectCaseSensitive']);

function checkFilter(filter: unknown): unknown {
  if (!isRecord(filter)) throw new Refusal(400, 'InvalidRequest', 'filter is an object.');
  const unknown = Object.keys(filter).find((key) => !FILTERS.has(key));
  if (unknown !== undefined) throw unsupported(`filter.${unknown}`);
  return filter;
}

function typed(value: unknown, endpointType: string, where: string) {
  if (isRecord(value) && value.endpointType === endpointType) return { properties: child(value, 'properties') };
  throw new Refusal(400, 'InvalidRequest', `The emulator takes ${endpointType} as ${where}.endpointType.`);
}

function child(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const found = isRecord(value) ? value[key] : undefined;
  if (isRecord(found)) return found;
  throw new Refusal(400, 'InvalidRequest', `The body has no object ${key}.`);
}

function unsupported(what: string): Refusal {
  return new Refusal(400, 'InvalidRequest', `The emulator does not do ${what}.`);
}
