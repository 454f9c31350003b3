import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { arn } from '../aws-account.ts';
import { AwsError } from '../aws-error.ts';
import { createDeduplication, type Sent } from './deduplication.ts';
import { invalidParameter } from './errors.ts';
import { checkMessage, type NewMessage, sizeOf } from './message.ts';
import { createMessageStore, type MessageStore, type QueueStats } from './message-store.ts';
import { markReceived, type ReceivedMessage, type StoredMessage, storeMessage } from './stored-message.ts';

export type QueueOptions = {
  /** Ends with `.fifo` exactly when `fifo` is set. */
  readonly name: string;
  readonly fifo?: boolean;
  readonly contentBasedDeduplication?: boolean;
  /** 0 to 43,200; 30 by default. */
  readonly visibilityTimeoutSeconds?: number;
  /** 4 days by default. */
  readonly retentionSeconds?: number;
  /** The redrive policy: a message that was received so often goes to the dead-letter queue instead. */
  readonly maxReceiveCount?: number;
  readonly deadLetterQueue?: Queue;
  readonly clock: Clock;
};

export type ReceiveOptions = {
  /** 1 by default. The API allows 10, a mapping more. */
  readonly max?: number;
  readonly visibilityTimeoutSeconds?: number | undefined;
  /** Stops before the message with which the messages would be larger together. */
  readonly maxBytes?: number;
};

/** A queue that behaves as one of Amazon SQS does; what it refuses it throws as an `AwsError`. */
export type Queue = {
  readonly name: string;
  readonly arn: string;
  readonly options: QueueOptions;
  readonly send: (message: NewMessage) => Sent;
  readonly receive: (options?: ReceiveOptions) => readonly ReceivedMessage[];
  /** Does nothing when the message has gone or was received again since. */
  readonly remove: (receiptHandle: string) => void;
  readonly changeVisibility: (receiptHandle: string, seconds: number) => void;
  readonly stats: () => QueueStats;
  /** Calls back whenever there may be something new to receive. */
  readonly onVisible: (listener: () => void) => () => void;
  /** Takes over a message that another queue gives up. */
  readonly accept: (stored: StoredMessage) => void;
  /** Ends all waiting, so that nothing keeps the process alive. */
  readonly close: () => void;
};

/** Seconds that a message is kept when a queue's options do not say. */
export const fourDays = 4 * 24 * 60 * 60;

/** Seconds, when a queue's options do not say. */
export const visibilityTimeout = 30;

export function createQueue(options: QueueOptions): Queue {
  checkOptions(options);
  const { name, deadLetterQueue } = options;
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const giveUp = (stored: StoredMessage) => deadLetterQueue?.accept({ ...stored, sourceArn: arn('sqs', name) });
  const store = createMessageStore({ ...withDefaults(options), giveUp, changed });
  return {
    name,
    arn: arn('sqs', name),
    options,
    send: createSend(options, store),
    receive: (receiving = {}) => receive(receiving, options, store),
    remove: (receiptHandle) => {
      const stored = store.find(receiptHandle);
      if (stored) store.drop(stored);
      changed(); // the next of a FIFO group can be received now
    },
    changeVisibility: (receiptHandle, seconds) => changeVisibility(store, receiptHandle, seconds),
    stats: store.stats,
    onVisible: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    accept: (stored) => store.add(storeMessage(withoutDelay(stored))),
    close: store.close,
  };
}

function withoutDelay(stored: StoredMessage): StoredMessage {
  return { ...stored, message: { ...stored.message, delaySeconds: 0 } };
}

function createSend(options: QueueOptions, store: MessageStore): Queue['send'] {
  const { clock, fifo = false, contentBasedDeduplication = false } = options;
  const deduplication = createDeduplication(clock);
  let sequence = 18_870_000_000_000_000_000n; // those of SQS have 20 digits too
  const put = (message: NewMessage): Sent => {
    const sent = { messageId: randomUUID(), sequenceNumber: fifo ? String(sequence++) : undefined };
    store.add(storeMessage({ ...sent, message, sentAt: clock.now() }));
    return sent;
  };
  return (message) => {
    checkMessage(message, fifo, contentBasedDeduplication);
    return fifo ? deduplication.once(message, put) : put(message);
  };
}

function checkOptions({ name, fifo = false, maxReceiveCount, deadLetterQueue }: QueueOptions): void {
  const legal = /^[A-Za-z0-9_-]{1,80}$/.test(name.replace(/\.fifo$/, '')) && name.endsWith('.fifo') === fifo;
  if (!legal) throw new Error(`${JSON.stringify(name)} is no name of a ${fifo ? 'FIFO' : 'standard'} queue`);
  const whole = (maxReceiveCount === undefined) === (deadLetterQueue === undefined);
  if (!whole) throw new Error(`The redrive policy of ${name} needs both maxReceiveCount and deadLetterQueue`);
  const sameKind = !deadLetterQueue || (deadLetterQueue.options.fifo ?? false) === fifo;
  if (!sameKind) throw new Error(`The dead-letter queue of ${name} must be of the same kind, FIFO or standard`);
}

function withDefaults(options: QueueOptions) {
  const { clock, fifo = false, retentionSeconds = fourDays, maxReceiveCount = Number.POSITIVE_INFINITY } = options;
  return { clock, fifo, retentionSeconds, maxReceiveCount };
}

function receive(receiving: ReceiveOptions, options: QueueOptions, store: MessageStore): readonly ReceivedMessage[] {
  const { max = 1, maxBytes = Number.POSITIVE_INFINITY } = receiving;
  const seconds = receiving.visibilityTimeoutSeconds ?? options.visibilityTimeoutSeconds ?? visibilityTimeout;
  const taken: StoredMessage[] = [];
  let bytes = 0;
  for (const stored of store.receivable()) {
    bytes += sizeOf(stored.message);
    if (taken.length === max || (bytes > maxBytes && taken.length > 0)) break;
    taken.push(stored);
  }
  const received = taken.map((stored) => markReceived(stored, options.clock.now()));
  for (const stored of taken) store.hide(stored, 'in flight', seconds);
  return received;
}

function changeVisibility(store: MessageStore, receiptHandle: string, seconds: number): void {
  const outOfRange = `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.`;
  if (!(seconds >= 0 && seconds <= 43_200)) throw invalidParameter(outOfRange);
  const stored = store.find(receiptHandle);
  const notInFlight = `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: Message is not in flight.`;
  if (stored?.hidden !== 'in flight') throw new AwsError(400, 'MessageNotInflight', notInFlight);
  store.hide(stored, 'in flight', seconds);
}
