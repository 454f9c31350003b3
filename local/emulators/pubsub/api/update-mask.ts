import type { protos } from '@google-cloud/pubsub';
import { Refusal } from '../refusal.ts';

type SubscriptionResource = protos.google.pubsub.v1.ISubscription;

const changeable = new Set([
  'pushConfig',
  'ackDeadlineSeconds',
  'retainAckedMessages',
  'messageRetentionDuration',
  'labels',
  'expirationPolicy',
  'deadLetterPolicy',
  'retryPolicy',
  'enableExactlyOnceDelivery',
]);

/** The resource with the fields that `paths` name taken from `update`; a field that `update` lacks is cleared. Throws INVALID_ARGUMENT. */
export function applyMask(
  resource: SubscriptionResource,
  update: SubscriptionResource,
  paths: readonly string[],
): SubscriptionResource {
  if (paths.length === 0) throw new Refusal('INVALID_ARGUMENT', 'The update_mask must have at least one path');
  return paths.reduce<object>((current, path) => {
    const fields = path.split('.').map(toCamelCase);
    if (!changeable.has(fields[0] ?? '')) throw new Refusal('INVALID_ARGUMENT', `The field ${path} cannot be changed`);
    return patch(current, update, fields);
  }, resource);
}

function patch(current: object, update: object, [field = '', ...rest]: readonly string[]): object {
  const value: unknown = Reflect.get(update, field);
  if (rest.length === 0) return { ...current, [field]: value };
  return { ...current, [field]: patch(objectOr(Reflect.get(current, field)), objectOr(value), rest) };
}

function objectOr(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function toCamelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
