import { randomUUID } from 'node:crypto';
import { accountId } from '../aws-account.ts';
import { type MessageAttributes, md5, type NewMessage } from './message.ts';

/** A message in a queue. */
export type StoredMessage = {
  readonly messageId: string;
  readonly message: NewMessage;
  /** Milliseconds since the epoch; kept when the message is moved to a dead-letter queue. */
  readonly sentAt: number;
  readonly sequenceNumber?: string | undefined;
  /** Of the queue that it was moved from. */
  readonly sourceArn?: string | undefined;
  receives: number;
  firstReceivedAt: number;
  /** Of the latest receive. */
  receiptHandle: string | undefined;
  hidden: 'delayed' | 'in flight' | undefined;
  /** Ends the waiting for the end of `hidden`. */
  cancel: () => void;
};

export type ReceivedMessage = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: MessageAttributes;
  /** `SentTimestamp`, `ApproximateReceiveCount`, `MessageGroupId` and so on, as the API names them. */
  readonly systemAttributes: Readonly<Record<string, string>>;
};

type Fresh = Pick<StoredMessage, 'messageId' | 'message' | 'sentAt' | 'sequenceNumber' | 'sourceArn'>;

export function storeMessage(fresh: Fresh): StoredMessage {
  const state = { receives: 0, firstReceivedAt: 0, receiptHandle: undefined, hidden: undefined, cancel: () => {} };
  return { ...fresh, ...state };
}

/** Counts a receive, under a new receipt handle. */
export function markReceived(stored: StoredMessage, now: number): ReceivedMessage {
  if (stored.receives === 0) stored.firstReceivedAt = now;
  stored.receives++;
  stored.receiptHandle = Buffer.from(`${stored.messageId} ${randomUUID()}`).toString('base64');
  const { messageId, receiptHandle, message } = stored;
  const { body, attributes = {} } = message;
  return {
    messageId,
    receiptHandle,
    body,
    md5OfBody: md5(body),
    attributes,
    systemAttributes: systemAttributes(stored),
  };
}

/** The id of the message that a receipt handle is for; undefined for what is no receipt handle. */
export function messageIdOf(receiptHandle: string): string | undefined {
  return /^([0-9a-f-]{36}) [0-9a-f-]{36}$/.exec(Buffer.from(receiptHandle, 'base64').toString())?.[1];
}

function systemAttributes(stored: StoredMessage): Record<string, string> {
  const { groupId, deduplicationId } = stored.message;
  return {
    SenderId: accountId,
    SentTimestamp: String(stored.sentAt),
    ApproximateReceiveCount: String(stored.receives),
    ApproximateFirstReceiveTimestamp: String(stored.firstReceivedAt),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    ...(stored.sequenceNumber !== undefined && { SequenceNumber: stored.sequenceNumber }),
    ...(stored.sourceArn !== undefined && { DeadLetterQueueSourceArn: stored.sourceArn }),
  };
}
