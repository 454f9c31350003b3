import { type Limits, tooLarge } from '../../shared/delivery/limits.ts';
import { type CloudEvent, isBase64, parseCloudEvent } from '../../shared/schemas/cloudevent.ts';
import { fromBinaryMode, fromMediaType, isBatchType, type Part } from '../../shared/schemas/content-modes.ts';
import { isObject, parseJson } from '../../shared/schemas/json.ts';
import { fail, ok, type Result, show } from '../../shared/schemas/result.ts';
import { fromNotification } from './storage.ts';
import { withinLimit } from './within-limit.ts';

/** A Pub/Sub message, its data decoded. `native` is Eventarc's event around it, where there is one. */
export type Message = {
  readonly data: Uint8Array;
  /** Names are compared without case: unwrapping makes them HTTP headers. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The attributes as the publisher wrote them. */
  readonly written: Readonly<Record<string, unknown>>;
  readonly id: string;
  readonly subscription: string;
  readonly publishTime: string | undefined;
  readonly native?: CloudEvent;
};

export const MESSAGE_PUBLISHED = 'google.cloud.pubsub.topic.v1.messagePublished';

/** Reads `{ message: { data, attributes, messageId, publishTime }, subscription }` (PubsubMessage, Pub/Sub REST reference). */
export function parseMessage(body: unknown): Result<Message> {
  const { message, subscription } = isObject(body) ? body : {};
  if (!isObject(message))
    return fail({
      code: 'not-a-message',
      message: 'Not a Pub/Sub push',
      at: '/message',
      expected: 'an object',
      got: show(message),
    });
  const { data = '', attributes = {}, messageId, publishTime } = message;
  if (typeof data !== 'string' || !isBase64(data)) {
    return fail({
      code: 'bad-base64',
      message: 'The message’s data is not base64',
      at: '/message/data',
      expected: 'base64 (RFC 4648 §4)',
      got: show(data),
    });
  }
  if (!isObject(attributes) || !Object.values(attributes).every((value) => typeof value === 'string'))
    return fail({
      code: 'not-a-message',
      message: 'Not a Pub/Sub push',
      at: '/message/attributes',
      expected: 'an object of texts',
      got: show(attributes),
    });
  const pairs = Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return ok({
    data: Buffer.from(data, 'base64'),
    attributes: new Map(pairs),
    written: attributes,
    id: text(messageId) ?? text(message.message_id) ?? '',
    subscription: text(subscription) ?? '',
    publishTime: text(publishTime) ?? text(message.publish_time),
  });
}

/**
 * The events of a message: a CloudEvent in its attributes (binary mode) or in its data (structured or batched mode), a Cloud Storage
 * notification, or else the message itself as Eventarc would tell of it, so that a route may want it and nothing is lost unread.
 */
export function fromMessage(
  message: Message,
  { raw, limits }: { readonly raw: Uint8Array; readonly limits: Limits },
): readonly Part[] {
  const { data, attributes } = message;
  const contentType = attributes.get('content-type');
  const size = data.length;
  if (size > limits.event && !isBatchType(contentType)) return [{ event: tooLarge('event', size, limits), raw }];
  if (attributes.has('ce-specversion')) return [{ event: fromAttributes(message), raw }];
  const structured = fromMediaType(contentType, data);
  if (structured !== undefined)
    return keepRaw(
      structured.map((part) => withinLimit(part, limits)),
      raw,
    );
  if (attributes.has('eventtype') && attributes.has('objectid')) return [{ event: fromNotification(message), raw }];
  const parsed = parseJson(data);
  const isEvent = parsed.ok && isObject(parsed.value) && Object.hasOwn(parsed.value, 'specversion');
  return [{ event: isEvent ? parseCloudEvent(parsed.value) : fromPlainMessage(message), raw }];
}

/** A message that is one event keeps the request's bytes; the elements of a batch keep their own. */
function keepRaw(parts: readonly Part[], raw: Uint8Array): readonly Part[] {
  return parts.length === 1 ? parts.map((part) => ({ ...part, raw })) : parts;
}

/**
 * CloudEvents over Pub/Sub (Google's protocol binding): attributes with the prefix `ce-`, the media type in `content-type`. "Attribute names
 * are lower-case": who writes the version's so means none by another case, nor does a subscription's filter.
 */
function fromAttributes({ attributes, written, data }: Message): Result<CloudEvent> {
  const all = Object.hasOwn(written, 'ce-specversion') ? Object.entries(written) : [...attributes];
  const given = all
    .filter(([name]) => name.startsWith('ce-'))
    .map(([name, value]) => [name.slice(3), String(value)] as const);
  return fromBinaryMode({ attributes: given, contentType: attributes.get('content-type'), body: data });
}

/** The message as Eventarc's event. A push does not name its topic, so the subscription is the source. */
function fromPlainMessage({ data, written, id, subscription, publishTime, native }: Message): Result<CloudEvent> {
  if (native !== undefined) return ok(native);
  return parseCloudEvent({
    specversion: '1.0',
    id,
    source: `//pubsub.googleapis.com/${subscription}`,
    type: MESSAGE_PUBLISHED,
    time: publishTime,
    datacontenttype: 'application/json',
    data: {
      message: {
        data: Buffer.from(data).toString('base64'),
        attributes: written,
        messageId: id,
        publishTime,
      },
      subscription,
    },
  });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
