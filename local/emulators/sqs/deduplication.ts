import { createHash } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { NewMessage } from './message.ts';

export type Sent = { readonly messageId: string; readonly sequenceNumber: string | undefined };

export type Deduplication = {
  /** Sends a message through `store`, or gives what an equal one sent before was given. */
  readonly once: (message: NewMessage, store: (message: NewMessage) => Sent) => Sent;
};

const windowMs = 5 * 60 * 1000;

/** A FIFO queue's memory of what was sent in the last five minutes, by deduplication id or else by the body. */
export function createDeduplication(clock: Clock): Deduplication {
  const recent = new Map<string, Sent & { readonly until: number }>();
  const once: Deduplication['once'] = (message, store) => {
    for (const [id, { until }] of recent) if (until <= clock.now()) recent.delete(id);
    const deduplicationId = message.deduplicationId ?? createHash('sha256').update(message.body).digest('hex');
    const duplicate = recent.get(deduplicationId);
    if (duplicate) return duplicate;
    const sent = store({ ...message, deduplicationId });
    recent.set(deduplicationId, { ...sent, until: clock.now() + windowMs });
    return sent;
  };
  return { once };
}
