import type { Clock } from '../../clock.ts';
import { receiptHandleIsInvalid } from './errors.ts';
import { messageIdOf, type StoredMessage } from './stored-message.ts';

export type StoreOptions = {
  readonly clock: Clock;
  readonly fifo: boolean;
  readonly retentionSeconds: number;
  readonly maxReceiveCount: number;
  /** Gets a message that was received too often and is no longer in the store. */
  readonly giveUp: (stored: StoredMessage) => void;
  /** Called whenever there may be something new to receive. */
  readonly changed: () => void;
};

export type QueueStats = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

export type MessageStore = {
  readonly add: (stored: StoredMessage) => void;
  readonly drop: (stored: StoredMessage) => void;
  /** Hides a message for so long; none at all shows it at once. */
  readonly hide: (stored: StoredMessage, why: 'delayed' | 'in flight', seconds: number) => void;
  /** Oldest first; of a FIFO group with a message that is hidden, none. */
  readonly receivable: () => Iterable<StoredMessage>;
  /** The message that the handle is the latest for. Throws for what is no receipt handle. */
  readonly find: (receiptHandle: string) => StoredMessage | undefined;
  readonly stats: () => QueueStats;
  readonly close: () => void;
};

/** The messages of one queue, in the order in which they were sent. */
export function createMessageStore(options: StoreOptions): MessageStore {
  const { clock, changed } = options;
  const messages = new Map<string, StoredMessage>();
  const drop = (stored: StoredMessage) => {
    stored.cancel();
    messages.delete(stored.messageId);
  };
  const show = (stored: StoredMessage) => {
    stored.hidden = undefined;
    changed();
  };
  const hide: MessageStore['hide'] = (stored, why, seconds) => {
    stored.cancel();
    stored.hidden = why;
    if (seconds === 0) show(stored);
    else stored.cancel = clock.after(seconds * 1000, () => show(stored));
  };
  const add = (stored: StoredMessage) => {
    messages.set(stored.messageId, stored);
    hide(stored, 'delayed', stored.message.delaySeconds ?? 0);
  };
  const close = () => {
    for (const { cancel } of messages.values()) cancel();
  };
  const receivable = () => scan(messages, drop, options);
  const find = (receiptHandle: string) => findLatest(messages, receiptHandle);
  return { add, drop, hide, receivable, find, stats: () => count(messages), close };
}

function findLatest(messages: Map<string, StoredMessage>, receiptHandle: string): StoredMessage | undefined {
  const id = messageIdOf(receiptHandle);
  if (id === undefined) throw receiptHandleIsInvalid(receiptHandle);
  const stored = messages.get(id);
  return stored?.receiptHandle === receiptHandle ? stored : undefined;
}

/** Goes through the messages that can be received; discards and gives up, on the way, what is too old or failed often. */
function* scan(messages: Map<string, StoredMessage>, drop: (stored: StoredMessage) => void, options: StoreOptions) {
  const { clock, fifo, retentionSeconds, maxReceiveCount, giveUp } = options;
  const blocked = new Set<string | undefined>();
  for (const stored of messages.values()) {
    const group = stored.message.groupId;
    if (clock.now() - stored.sentAt >= retentionSeconds * 1000) {
      drop(stored);
    } else if (stored.hidden || (fifo && blocked.has(group))) {
      blocked.add(group);
    } else if (stored.receives >= maxReceiveCount) {
      drop(stored);
      giveUp(stored);
    } else {
      yield stored;
    }
  }
}

function count(messages: Map<string, StoredMessage>): QueueStats {
  const states = [...messages.values()].map((stored) => stored.hidden);
  const of = (state: StoredMessage['hidden']) => states.filter((hidden) => hidden === state).length;
  return { visible: of(undefined), inFlight: of('in flight'), delayed: of('delayed') };
}
