import type { Infrastructure, Requirement } from './infrastructure.ts';

const SUBSCRIPTION: readonly Requirement[] = [
  { role: 'trigger', oneOf: { google_pubsub_subscription: 'topic' } },
  { role: 'filter', oneOf: { google_pubsub_subscription: 'filter' }, fromRoutes: true },
  { role: 'retry', oneOf: { google_pubsub_subscription: 'retry_policy' } },
  { role: 'dead-letter', oneOf: { google_pubsub_subscription: 'dead_letter_policy' } },
];

/** Everything comes through a Pub/Sub subscription; Cloud Storage publishes uploads to a topic of their own. */
export const GCP: Infrastructure = {
  uploads: [{ role: 'trigger', oneOf: { google_storage_notification: 'topic' } }, ...SUBSCRIPTION],
  events: SUBSCRIPTION,
};
