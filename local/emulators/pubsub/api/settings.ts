import type { protos } from '@google-cloud/pubsub';
import { type Filter, parseFilter } from '../filter/filter.ts';
import { type PushTarget, parsePush } from '../push/push-target.ts';
import { Refusal } from '../refusal.ts';
import { checkName } from './names.ts';

type SubscriptionResource = protos.google.pubsub.v1.ISubscription;
type Duration = protos.google.protobuf.IDuration;

/** How a subscription behaves; all times are milliseconds. */
export type Settings = {
  readonly name: string;
  readonly matches: Filter;
  readonly ackDeadline: number;
  readonly retention: number;
  readonly ordered: boolean;
  readonly push?: PushTarget;
  readonly retry?: Backoff;
  readonly deadLetter?: { readonly topic: string; readonly attempts: number };
};

export type Backoff = { readonly minimum: number; readonly maximum: number };

const minute = 60_000;
const day = 24 * 60 * minute;

/** The resource with the documented defaults written in, as the API gives it back. */
export function withDefaults(given: SubscriptionResource): SubscriptionResource {
  const { retryPolicy: retry, deadLetterPolicy: letters } = given;
  return {
    ...given,
    pushConfig: given.pushConfig ?? {},
    ackDeadlineSeconds: given.ackDeadlineSeconds || 10,
    messageRetentionDuration: given.messageRetentionDuration ?? { seconds: (7 * day) / 1000 },
    ...(retry && {
      retryPolicy: {
        minimumBackoff: retry.minimumBackoff ?? { seconds: 10 },
        maximumBackoff: retry.maximumBackoff ?? { seconds: 600 },
      },
    }),
    ...(letters && { deadLetterPolicy: { ...letters, maxDeliveryAttempts: letters.maxDeliveryAttempts || 5 } }),
  };
}

/** What a resource with its defaults asks for. Throws what the API refuses; whether its topics exist is not looked at. */
export function parseSettings(resource: SubscriptionResource): Settings {
  refuseWhatIsNotEmulated(resource);
  const seconds = resource.ackDeadlineSeconds ?? 10;
  const push = parsePush(resource.pushConfig);
  return {
    name: checkName('subscriptions', resource.name),
    matches: parseFilter(resource.filter ?? ''),
    ackDeadline: within('ackDeadlineSeconds', seconds * 1000, [10_000, 10 * minute]),
    retention: within('messageRetentionDuration', toMs(resource.messageRetentionDuration), [10 * minute, 31 * day]),
    ordered: resource.enableMessageOrdering ?? false,
    ...(push && { push }),
    ...(resource.retryPolicy && { retry: parseRetry(resource.retryPolicy) }),
    ...(resource.deadLetterPolicy && { deadLetter: parseDeadLetter(resource.deadLetterPolicy) }),
  };
}

function parseRetry(policy: protos.google.pubsub.v1.IRetryPolicy): Backoff {
  const minimum = within('minimumBackoff', toMs(policy.minimumBackoff), [0, 10 * minute]);
  return { minimum, maximum: within('maximumBackoff', toMs(policy.maximumBackoff), [minimum, 10 * minute]) };
}

function parseDeadLetter(policy: protos.google.pubsub.v1.IDeadLetterPolicy): { topic: string; attempts: number } {
  const attempts = policy.maxDeliveryAttempts ?? 5;
  if (attempts < 5 || attempts > 100) {
    throw new Refusal('OUT_OF_RANGE', `maxDeliveryAttempts is ${attempts}, but must be from 5 to 100`);
  }
  return { topic: policy.deadLetterTopic ?? '', attempts };
}

function refuseWhatIsNotEmulated(resource: SubscriptionResource): void {
  const { bigqueryConfig, cloudStorageConfig, bigtableConfig, messageTransforms } = resource;
  const asked = { bigqueryConfig, cloudStorageConfig, bigtableConfig, messageTransforms: messageTransforms?.[0] };
  const [found] = Object.entries(asked).filter(([, value]) => value);
  if (found) throw new Refusal('UNIMPLEMENTED', `${found[0]} is not emulated`);
}

function within(field: string, ms: number, [least, most]: readonly [number, number]): number {
  if (ms >= least && ms <= most) return ms;
  const range = `from ${least / 1000} s to ${most / 1000} s`;
  throw new Refusal('INVALID_ARGUMENT', `${field} is ${ms / 1000} s, but must be ${range}`);
}

function toMs(duration: Duration | null | undefined): number {
  return Number(duration?.seconds ?? 0) * 1000 + (duration?.nanos ?? 0) / 1_000_000;
}
