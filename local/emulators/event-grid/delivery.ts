import { ORIGIN } from './handshake.ts';
import { judgeStatus, type Verdict } from './retry-schedule.ts';
import type { Answer, Outgoing } from './send.ts';
import type { Subscription } from './subscription.ts';

/** One event on its way to one subscription; `json` is the event in the subscription's schema. */
export type Delivery = {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly json: string;
  readonly publishedAt: number;
  attempts: number;
  lastAttemptAt: number;
  lastOutcome: string;
};

/** Takes the next batch out of `ready`: one event where batching is off, and at least one however large it is. */
export function takeBatch(ready: Delivery[], batch: Subscription['batch']): Delivery[] {
  const { maxEvents, preferredKilobytes } = batch ?? { maxEvents: 1, preferredKilobytes: 0 };
  let bytes = 0;
  let count = 0;
  for (const delivery of ready.slice(0, maxEvents)) {
    bytes += Buffer.byteLength(delivery.json);
    if (count > 0 && bytes > preferredKilobytes * 1024) break;
    count++;
  }
  return ready.splice(0, count);
}

export function toRequest(subscription: Subscription, batch: readonly Delivery[]): Outgoing {
  const cloudEvents = subscription.deliverySchema === 'CloudEventSchemaV1_0';
  const single = cloudEvents && !subscription.batch;
  const events = batch.map((delivery) => delivery.json).join(',');
  return {
    method: 'POST',
    url: subscription.endpoint,
    headers: {
      'content-type': `${toMediaType(cloudEvents, single)}; charset=utf-8`,
      'aeg-event-type': 'Notification',
      'aeg-subscription-name': subscription.name.toUpperCase(),
      // The vendor counts from 0: how often it was tried before.
      'aeg-delivery-count': String(Math.max(...batch.map((delivery) => delivery.attempts)) - 1),
      'aeg-metadata-version': cloudEvents ? '1.0' : '1',
      ...(cloudEvents ? { 'webhook-request-origin': ORIGIN } : {}),
    },
    body: single ? events : `[${events}]`,
  };
}

function toMediaType(cloudEvents: boolean, single: boolean): string {
  if (!cloudEvents) return 'application/json';
  return single ? 'application/cloudevents+json' : 'application/cloudevents-batch+json';
}

export function judge(answer: Answer): Verdict {
  if (answer.kind === 'answer') return judgeStatus(answer.status);
  return { kind: 'failed', outcome: answer.outcome, floorMs: 10_000 };
}
