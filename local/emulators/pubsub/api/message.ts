import type { protos } from '@google-cloud/pubsub';
import type { Attributes } from '../filter/filter.ts';
import { Refusal } from '../refusal.ts';

type PubsubMessage = protos.google.pubsub.v1.IPubsubMessage;

/** What a publisher gives. */
export type Draft = { readonly data: Buffer; readonly attributes: Attributes; readonly orderingKey: string };

/** A published message; `publishedAt` is milliseconds since the epoch. */
export type Message = Draft & { readonly id: string; readonly publishedAt: number };

const largestRequest = 10_000_000;
const mostMessages = 1000;

/**
 * The messages of one Publish request, or INVALID_ARGUMENT. "Quotas and limits" in the Pub/Sub documentation: 1,000 messages and
 * 10 MB a request, 100 attributes a message, 256 bytes a key, 1,024 bytes a value or an ordering key.
 */
export function parseMessages(messages: readonly PubsubMessage[] | null | undefined): Draft[] {
  const drafts = (messages ?? []).map(parseMessage);
  if (drafts.length === 0) throw invalid('No messages to publish');
  if (drafts.length > mostMessages) throw invalid(`More than ${mostMessages} messages in one request`);
  if (drafts.reduce((sum, draft) => sum + sizeOf(draft), 0) > largestRequest) {
    throw invalid(`The request is larger than ${largestRequest} bytes`);
  }
  if (new Set(drafts.map((draft) => draft.orderingKey)).size > 1) {
    throw invalid('All messages of one request must have the same ordering key');
  }
  return drafts;
}

/** The message as the API's clients get it. */
export function toPubsubMessage(message: Message): PubsubMessage {
  const { data, attributes, orderingKey, id: messageId, publishedAt } = message;
  const seconds = Math.floor(publishedAt / 1000);
  const nanos = Math.floor(publishedAt % 1000) * 1_000_000;
  return { data, attributes, orderingKey, messageId, publishTime: { seconds, nanos } };
}

/** Bytes that count for a limit: data, attributes and ordering key. */
export function sizeOf({ data, attributes, orderingKey }: Draft): number {
  const texts = [orderingKey, ...Object.entries(attributes).flat()];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), data.length);
}

function parseMessage(message: PubsubMessage): Draft {
  const data = Buffer.from(message.data ?? '');
  const attributes = message.attributes ?? {};
  const orderingKey = message.orderingKey ?? '';
  const keys = Object.keys(attributes);
  if (data.length === 0 && keys.length === 0) throw invalid('Some messages are empty');
  if (keys.length > 100) throw invalid('A message has more than 100 attributes');
  if (Buffer.byteLength(orderingKey) > 1024) throw invalid('An ordering key is longer than 1024 bytes');
  for (const [key, value] of Object.entries(attributes)) checkAttribute(key, value);
  return { data, attributes, orderingKey };
}

function checkAttribute(key: string, value: string): void {
  if (key === '') throw invalid('An attribute key is empty');
  if (Buffer.byteLength(key) > 256) throw invalid('An attribute key is longer than 256 bytes');
  if (Buffer.byteLength(value) > 1024) throw invalid(`The value of attribute ${key} is longer than 1024 bytes`);
  // The prefix is reserved, but Google's own clients carry their trace context under googclient_.
  if (/^goog(?!client_)/.test(key)) throw invalid(`The attribute key ${key} begins with "goog"`);
}

function invalid(message: string): Refusal {
  return new Refusal('INVALID_ARGUMENT', message);
}
