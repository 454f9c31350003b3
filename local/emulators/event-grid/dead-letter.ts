import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Delivery } from './delivery.ts';
import type { DeadLetterRecord, Subscription } from './subscription.ts';

/**
 * The event with the properties that Event Grid adds: camel case in its own schema, lower case in CloudEvents
 * ("Event Grid message delivery and retry", Delivery event formats).
 */
export function toDeadLetter(
  delivery: Delivery,
  reason: string,
  schema: Subscription['deliverySchema'],
): DeadLetterRecord {
  const event = JSON.parse(delivery.json) as DeadLetterRecord; // our own serialisation of an object
  const added = {
    deadLetterReason: reason,
    deliveryAttempts: delivery.attempts,
    lastDeliveryOutcome: delivery.lastOutcome,
    publishTime: toTime(delivery.publishedAt),
    lastDeliveryAttemptTime: toTime(delivery.lastAttemptAt),
  };
  if (schema === 'EventGridSchema') return { ...event, ...added };
  return { ...event, ...Object.fromEntries(Object.entries(added).map(([name, value]) => [name.toLowerCase(), value])) };
}

/** Stores one record; in a folder under the name that the blob would have ("Set dead-letter location and retry policy"). */
export async function storeDeadLetter(
  subscription: Subscription,
  record: DeadLetterRecord,
  now: number,
): Promise<void> {
  const { deadLetter, name } = subscription;
  if (typeof deadLetter === 'function') return deadLetter(record);
  if (deadLetter === undefined) return;
  const time = new Date(now);
  const hour = [time.getUTCFullYear(), time.getUTCMonth() + 1, time.getUTCDate(), time.getUTCHours()].map(String);
  const folder = join(deadLetter, name.toUpperCase(), ...hour);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${randomUUID()}.json`), JSON.stringify([record]));
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
