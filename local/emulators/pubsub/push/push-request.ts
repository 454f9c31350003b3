import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Message } from '../api/message.ts';
import type { Settings } from '../api/settings.ts';
import type { Delivery } from '../delivery/deliveries.ts';
import type { PushTarget } from './push-target.ts';

export type PushRequest = { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

const agent = { 'user-agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)' };

/**
 * The HTTP request that delivers a message. "Push subscriptions" and "Payload unwrapping" in the Pub/Sub documentation: a message wrapped
 * in JSON, with `deliveryAttempt` only where there is a dead-letter policy, or its bare data. Bare data has a content type only where an
 * attribute gives it: the documentation names no other.
 */
export function toPushRequest(settings: Settings, form: PushTarget['form'], delivery: Delivery): PushRequest {
  const { message, attempt } = delivery;
  if (form === 'raw') return { headers: agent, body: message.data };
  if (form === 'raw with metadata') {
    return {
      headers: { ...agent, ...attributeHeaders(message), ...metadata(settings.name, message) },
      body: message.data,
    };
  }
  const body = {
    ...(settings.deadLetter && { deliveryAttempt: attempt }),
    message: wrapped(message),
    subscription: settings.name,
  };
  return { headers: { ...agent, 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}

/** The JSON form of a PubsubMessage, in which fields that are empty are absent; ids and times come in both spellings. */
function wrapped({ data, attributes, orderingKey, id, publishedAt }: Message) {
  const time = new Date(publishedAt).toISOString();
  return {
    ...(Object.keys(attributes).length > 0 && { attributes }),
    ...(data.length > 0 && { data: data.toString('base64') }),
    messageId: id,
    message_id: id,
    ...(orderingKey !== '' && { orderingKey }),
    publishTime: time,
    publish_time: time,
  };
}

function metadata(subscription: string, { id, publishedAt, orderingKey }: Message) {
  return {
    'x-goog-pubsub-subscription-name': subscription,
    'x-goog-pubsub-message-id': id,
    'x-goog-pubsub-publish-time': new Date(publishedAt).toISOString(),
    ...(orderingKey !== '' && isHeader('x', orderingKey) && { 'x-goog-pubsub-ordering-key': orderingKey }),
  };
}

const framing = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Attributes as headers of their own names. What HTTP cannot carry, or would take for its own framing, is left out. */
function attributeHeaders({ attributes }: Message): Record<string, string> {
  const pairs = Object.entries(attributes).map(([key, value]) => [key.toLowerCase(), value] as const);
  return Object.fromEntries(pairs.filter(([key, value]) => !framing.has(key) && isHeader(key, value)));
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
