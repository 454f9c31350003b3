import type { Clock } from '../../../clock.ts';
import type { Message } from '../api/message.ts';
import type { Settings } from '../api/settings.ts';
import type { PubSubEvent } from '../events.ts';

/** The unacknowledged messages of one subscription, in the order in which they were published. */
export type Backlog = {
  settings: Settings;
  readonly clock: Clock;
  readonly emit: (event: PubSubEvent) => void;
  /** Sends a message to the dead-letter topic; false when that is impossible and the message has to stay. */
  readonly bury: (entry: Entry) => boolean;
  readonly entries: Map<string, Entry>;
  /** What may be delivered now, in the order in which it became so. */
  readonly ready: Set<Entry>;
  readonly byAckId: Map<string, Entry>;
  /** Ordered subscriptions: the messages of each ordering key; only the first may be delivered. */
  readonly lanes: Map<string, Entry[]>;
  /** Told when a message becomes ready, and when the subscription is closed. */
  readonly listeners: Set<() => void>;
  stopRetention?: (() => void) | undefined;
  ackIds: number;
  closed: boolean;
};

export type Entry = {
  readonly message: Message;
  attempts: number;
  /** Of the last delivery; empty before the first. */
  ackId: string;
  lease?: Lease | undefined;
  /** Stops the timer that the entry waits for: the end of its lease or of its back-off. */
  cancel: () => void;
};

/** Without `deadline`, in milliseconds, the lease lasts until it is settled. `ended` runs once, however it ends. */
export type Lease = { readonly deadline?: number; readonly ended?: () => void };

type Parts = Pick<Backlog, 'settings' | 'clock' | 'emit' | 'bury'>;

export function createBacklog(parts: Parts): Backlog {
  const maps = { entries: new Map(), ready: new Set<Entry>(), byAckId: new Map(), lanes: new Map() };
  return { ...parts, ...maps, listeners: new Set(), ackIds: 0, closed: false };
}

/** Takes a message in; on an ordered subscription it becomes ready when nothing of its key is before it. */
export function add(backlog: Backlog, message: Message): void {
  const entry: Entry = { message, attempts: 0, ackId: '', cancel: () => {} };
  backlog.entries.set(message.id, entry);
  if (joinLane(backlog, entry)) makeReady(backlog, entry);
}

/** Takes a message out for good; the next one of its key becomes ready. */
export function remove(backlog: Backlog, entry: Entry): void {
  entry.cancel();
  backlog.entries.delete(entry.message.id);
  backlog.ready.delete(entry);
  backlog.byAckId.delete(entry.ackId);
  endLease(entry);
  leaveLane(backlog, entry);
}

export function makeReady(backlog: Backlog, entry: Entry): void {
  backlog.ready.add(entry);
  notify(backlog);
}

export function endLease(entry: Entry): void {
  const { lease } = entry;
  entry.lease = undefined;
  lease?.ended?.();
}

/** Forgets everything: the subscription is deleted or the emulator stops. */
export function close(backlog: Backlog): void {
  backlog.closed = true;
  backlog.stopRetention?.();
  for (const entry of backlog.entries.values()) entry.cancel();
  for (const collection of [backlog.entries, backlog.ready, backlog.byAckId, backlog.lanes]) collection.clear();
  notify(backlog);
}

/** The fields that an event about a message has. */
export function about(backlog: Backlog, entry: Entry) {
  return { subscription: backlog.settings.name, messageId: entry.message.id, attempt: entry.attempts };
}

function notify(backlog: Backlog): void {
  for (const listener of [...backlog.listeners]) listener();
}

function joinLane(backlog: Backlog, entry: Entry): boolean {
  const key = entry.message.orderingKey;
  if (!backlog.settings.ordered || key === '') return true;
  const lane = backlog.lanes.get(key) ?? [];
  backlog.lanes.set(key, lane);
  return lane.push(entry) === 1;
}

function leaveLane(backlog: Backlog, entry: Entry): void {
  const key = entry.message.orderingKey;
  const lane = backlog.lanes.get(key);
  if (!lane) return;
  const wasFirst = lane[0] === entry;
  lane.splice(lane.indexOf(entry), 1);
  if (!lane[0]) backlog.lanes.delete(key);
  else if (wasFirst) makeReady(backlog, lane[0]);
}
