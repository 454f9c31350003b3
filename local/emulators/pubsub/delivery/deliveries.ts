import type { Message } from '../api/message.ts';
import { about, add, type Backlog, type Entry, endLease, type Lease, makeReady, remove } from './backlog.ts';
import { watchRetention } from './retention.ts';
import { retryDelay } from './retry-delay.ts';

/** `attempt` is 1 for the first delivery of the message on this subscription. */
export type Delivery = { readonly message: Message; readonly ackId: string; readonly attempt: number };

/** Takes a published message in, unless the filter drops it. */
export function offer(backlog: Backlog, message: Message): void {
  const { settings, emit } = backlog;
  if (settings.matches(message.attributes)) {
    add(backlog, message);
    watchRetention(backlog);
  } else {
    emit({ kind: 'dropped', subscription: settings.name, messageId: message.id, reason: 'filter' });
  }
}

/** Leases up to `count` ready messages to a subscriber. */
export function take(backlog: Backlog, count: number, lease: Lease): Delivery[] {
  const taken: Delivery[] = [];
  for (const entry of backlog.ready) {
    if (taken.length >= count) break;
    taken.push(leaseOut(backlog, entry, lease));
  }
  return taken;
}

/** An ack after the deadline still counts, as long as the message has not been delivered again. */
export function acknowledge(backlog: Backlog, ackId: string): void {
  const entry = backlog.byAckId.get(ackId);
  if (!entry) return;
  backlog.emit({ kind: 'acknowledged', ...about(backlog, entry) });
  remove(backlog, entry);
}

/** Moves the deadline to `ms` from now; 0 gives the message back. An expired lease stays expired. */
export function modifyDeadline(backlog: Backlog, ackId: string, ms: number): void {
  const entry = backlog.byAckId.get(ackId);
  if (!entry?.lease) return;
  entry.cancel();
  if (ms === 0) giveBack(backlog, entry);
  else entry.cancel = backlog.clock.after(ms, () => giveBack(backlog, entry));
}

function leaseOut(backlog: Backlog, entry: Entry, lease: Lease): Delivery {
  backlog.byAckId.delete(entry.ackId);
  backlog.ready.delete(entry);
  backlog.ackIds += 1;
  entry.attempts += 1;
  entry.ackId = `${backlog.settings.name}:${backlog.ackIds}`;
  entry.lease = lease;
  backlog.byAckId.set(entry.ackId, entry);
  if (lease.deadline !== undefined) {
    entry.cancel = backlog.clock.after(lease.deadline, () => giveBack(backlog, entry));
  }
  return { message: entry.message, ackId: entry.ackId, attempt: entry.attempts };
}

/** After a nack or a deadline that passed: to the dead letters, or ready again after the retry policy's delay. */
function giveBack(backlog: Backlog, entry: Entry): void {
  endLease(entry);
  const { retry, deadLetter } = backlog.settings;
  if (deadLetter && entry.attempts >= deadLetter.attempts && backlog.bury(entry)) {
    backlog.emit({ kind: 'dead-lettered', ...about(backlog, entry), topic: deadLetter.topic });
    remove(backlog, entry);
    return;
  }
  const delay = retryDelay(retry, entry.attempts);
  backlog.emit({ kind: 'retry', ...about(backlog, entry), notBefore: backlog.clock.now() + delay });
  if (delay > 0) entry.cancel = backlog.clock.after(delay, () => makeReady(backlog, entry));
  else makeReady(backlog, entry);
}
