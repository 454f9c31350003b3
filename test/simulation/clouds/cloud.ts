import type { Parcel } from '../ledger.ts';

/** A cloud as the router meets it: it takes messages and brings them, again and again, until it is told that they are done. */
export type Cloud = {
  /** Whether it promises the order of one subject. */
  readonly isOrdered: boolean;
  /** Takes a message for good. */
  readonly send: (parcel: Parcel) => void;
  /** What the cloud's scheduler does every minute. */
  readonly sweep: () => void;
};

/** Each way in which an adapter is driven. */
export const CLOUDS = [
  'pubsub',
  'event-grid',
  'event-hubs',
  'kafka-partial',
  'kafka-whole',
  'sqs-partial',
  'sqs-whole',
  'sqs-fifo',
  'kafka-worker',
] as const;
export type CloudName = (typeof CLOUDS)[number];
