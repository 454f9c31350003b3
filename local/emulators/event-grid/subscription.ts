import type { EventSchema } from './events.ts';
import type { SubscriptionFilter } from './filter.ts';
import { Refusal } from './refusal.ts';

/** A dead letter: the event as it was to be delivered, with why it was not (see `toDeadLetter`). */
export type DeadLetterRecord = Readonly<Record<string, unknown>>;

export type SubscriptionOptions = {
  readonly topic: string;
  readonly name: string;
  /** The webhook; its query string (a function's `code`) is never shown again. */
  readonly endpoint: string;
  readonly deliverySchema: EventSchema;
  /** `maxDeliveryAttempts` 1-30 (30), `eventTimeToLiveInMinutes` 1-1440 (1440): the first that is reached ends the tries. */
  readonly retryPolicy?: { readonly maxDeliveryAttempts?: number; readonly eventTimeToLiveInMinutes?: number };
  readonly filter?: SubscriptionFilter;
  /** 1-5000. Either of the two switches batching on; without both each event is one request. */
  readonly maxEventsPerBatch?: number;
  /** 1-1024. */
  readonly preferredBatchSizeInKilobytes?: number;
  /** Takes what cannot be delivered: a function, or a folder that stands for the blob container. Without it, it is dropped. */
  readonly deadLetter?: string | ((record: DeadLetterRecord) => Promise<void>);
};

export type Subscription = {
  readonly topic: string;
  readonly name: string;
  readonly endpoint: string;
  readonly deliverySchema: EventSchema;
  readonly maxDeliveryAttempts: number;
  readonly eventTimeToLiveInMinutes: number;
  readonly filter: SubscriptionFilter;
  readonly batch: { readonly maxEvents: number; readonly preferredKilobytes: number } | undefined;
  readonly deadLetter: SubscriptionOptions['deadLetter'];
};

const DEFAULT_KILOBYTES = 64;

/** The settings with the vendor's defaults. Throws a `Refusal` for what Azure would not create. */
export function parseSubscription(options: SubscriptionOptions): Subscription {
  checkName('topic', options.topic);
  checkName('event subscription', options.name);
  if (!URL.canParse(options.endpoint)) throw invalid(`The endpoint of ${options.name} is not a URL.`);
  if (!['EventGridSchema', 'CloudEventSchemaV1_0'].includes(options.deliverySchema)) {
    throw invalid(`deliverySchema is EventGridSchema or CloudEventSchemaV1_0, got ${options.deliverySchema}`);
  }
  const { maxDeliveryAttempts = 30, eventTimeToLiveInMinutes = 1440 } = options.retryPolicy ?? {};
  return {
    topic: options.topic,
    name: options.name,
    endpoint: options.endpoint,
    deliverySchema: options.deliverySchema,
    maxDeliveryAttempts: within('maxDeliveryAttempts', maxDeliveryAttempts, 30),
    eventTimeToLiveInMinutes: within('eventTimeToLiveInMinutes', eventTimeToLiveInMinutes, 1440),
    filter: options.filter ?? {},
    batch: parseBatch(options),
    deadLetter: options.deadLetter,
  };
}

function parseBatch(options: SubscriptionOptions): Subscription['batch'] {
  const { maxEventsPerBatch: events, preferredBatchSizeInKilobytes: kilobytes } = options;
  if (events === undefined && kilobytes === undefined) return undefined;
  return {
    maxEvents: within('maxEventsPerBatch', events ?? 5000, 5000),
    preferredKilobytes: within('preferredBatchSizeInKilobytes', kilobytes ?? DEFAULT_KILOBYTES, 1024),
  };
}

function within(what: string, value: number, max: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw invalid(`${what} is a whole number from 1 to ${max}, got ${value}`);
}

export function checkName(what: string, name: string): void {
  if (!/^[A-Za-z0-9-]{3,64}$/.test(name))
    throw invalid(`A ${what} name has 3 to 64 letters, digits and hyphens, got ${name}`);
}

function invalid(message: string): Refusal {
  return new Refusal(400, 'InvalidRequest', message);
}
