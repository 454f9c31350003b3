import type { Item } from '../../shared/delivery/item.ts';
import { type Limits, tooLarge } from '../../shared/delivery/limits.ts';
import { type CloudEvent, parseCloudEvent } from '../../shared/schemas/cloudevent.ts';
import { fromBinaryMode, fromMediaType, type Part } from '../../shared/schemas/content-modes.ts';
import { isObject, parseJson } from '../../shared/schemas/json.ts';
import { fail, type Result } from '../../shared/schemas/result.ts';
import { fromMessage, MESSAGE_PUBLISHED, type Message, parseMessage } from './message.ts';
import { wholeRequest } from './raw.ts';
import { fromStorageEvent, isStorageEvent } from './storage.ts';
import { withinLimit } from './within-limit.ts';

/** A request as the Functions Framework hands it over, the body before any parsing. Header names are in lower case. */
export type Payload = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
};

/** Pub/Sub has no handle on a pushed message but the answer to its request. */
export type Ref = null;

/**
 * As long as a subscription keeps what is not acknowledged, unless it was extended, and then one of the dead-letter topic (Pub/Sub
 * documentation, "Message retention"): a claim that was gone by then would make a letter of what is done.
 */
const HORIZON = 2 * 7 * 86_400_000;

/**
 * Pub/Sub push (wrapped; unwrapped, with or without metadata), Eventarc (binary CloudEvents), structured and batched CloudEvents. The
 * shape is told by the headers; only a body that no header explains is told by its members. Nothing but a POST carries an event.
 */
export function decode(payload: Payload, limits: Limits): readonly Item<Ref>[] {
  if (payload.method !== 'POST') return [];
  const toItem = ({ event, raw }: Part, index: number): Item<Ref> => ({
    ref: null,
    lane: String(index),
    horizon: HORIZON,
    event,
    raw: raw === payload.body ? wholeRequest(payload) : raw,
  });
  return decodeRequest(payload, limits).map(toItem);
}

function decodeRequest({ headers, body: raw }: Payload, limits: Limits): readonly Part[] {
  if (raw.length > limits.batch) return [{ event: tooLarge('batch', raw.length, limits), raw }];
  const contentType = first(headers['content-type']);
  const direct =
    first(headers['ce-specversion']) === undefined
      ? fromMediaType(contentType, raw)
      : [{ event: fromBinaryRequest(headers, raw), raw }];
  if (direct !== undefined) return direct.flatMap((part) => fromGoogle(part, limits));
  if (first(headers['x-goog-pubsub-message-id']) !== undefined)
    return fromMessage(toMessage(headers, raw), { raw, limits });
  return fromPlainJson(raw, limits);
}

/** A wrapped Pub/Sub push, or an event that was unwrapped without its metadata. */
function fromPlainJson(raw: Uint8Array, limits: Limits): readonly Part[] {
  const parsed = parseJson(raw);
  if (!parsed.ok) return [{ event: parsed, raw }];
  if (!isObject(parsed.value) || !Object.hasOwn(parsed.value, 'message'))
    return [withinLimit({ event: parseCloudEvent(parsed.value), raw }, limits)];
  const message = parseMessage(parsed.value);
  return message.ok ? fromMessage(message.value, { raw, limits }) : [{ event: message, raw }];
}

/** CloudEvents HTTP binding 1.0.2, §3.1: attributes as percent-encoded `ce-` headers. */
function fromBinaryRequest(headers: Payload['headers'], body: Uint8Array): Result<CloudEvent> {
  const given = Object.entries(headers).filter(([name]) => name.startsWith('ce-'));
  const repeated = given.find(([, value]) => typeof value === 'object' && value.length > 1);
  if (repeated !== undefined)
    return fail({ code: 'repeated-header', message: `The header ${repeated[0]} came more than once` });
  const attributes = given.map(([name, value]) => [name.slice(3), percentDecode(first(value) ?? '')] as const);
  return fromBinaryMode({ attributes, contentType: first(headers['content-type']), body });
}

function percentDecode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // a lone % is what an encoder forgot, not a reason to lose the event
  }
}

/** Google's own CloudEvents become what they tell of: the events of a Pub/Sub message, or an upload. */
function fromGoogle({ event, raw }: Part, limits: Limits): readonly Part[] {
  if (event.ok && event.value.type === MESSAGE_PUBLISHED) {
    const message = parseMessage(event.value.data);
    return message.ok
      ? fromMessage({ ...message.value, native: event.value }, { raw, limits })
      : [{ event: message, raw }];
  }
  const isStorage = event.ok && isStorageEvent(event.value);
  return [withinLimit({ event: isStorage ? fromStorageEvent(event.value) : event, raw }, limits)];
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

/** An unwrapped push with metadata: the attributes are headers among the others (payload unwrapping, Pub/Sub documentation). */
function toMessage(headers: Payload['headers'], data: Uint8Array): Message {
  const attributes = new Map(Object.entries(headers).map(([name, value]) => [name, first(value) ?? '']));
  const get = (name: string) => attributes.get(`x-goog-pubsub-${name}`);
  return {
    data,
    attributes,
    // Nobody can tell them from the request's own headers, which change with each delivery and may be secret.
    written: {},
    id: get('message-id') ?? '',
    subscription: get('subscription-name') ?? '',
    publishTime: get('publish-time'),
  };
}
