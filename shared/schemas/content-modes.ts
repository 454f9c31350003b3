import { type CloudEvent, isJsonType, parseCloudEvent, parseEventJson } from './cloudevent.ts';
import { decodeUtf8, parseJson, toJson } from './json.ts';
import { pointer } from './pointer.ts';
import { fail, kindOf, ok, type Result } from './result.ts';

/** The attributes of a binary-mode message by their names without the protocol's prefix, its media type and its body. */
export type BinaryMessage = {
  readonly attributes: Iterable<readonly [name: string, value: string]>;
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
};

/**
 * An event from a message in binary content mode (CloudEvents 1.0.2 protocol bindings). A JSON media type gives parsed `data`, a text
 * type a string, any other `data_base64`; a body without a media type is taken as JSON where it is JSON. An empty body is no data.
 */
export function fromBinaryMode({ attributes, contentType, body }: BinaryMessage): Result<CloudEvent> {
  const payload = toPayload(body, contentType);
  if (!payload.ok) return payload;
  const named = Object.fromEntries(attributes);
  const stray = ['data', 'data_base64'].find((name) => Object.hasOwn(named, name));
  if (stray !== undefined) return strayPayload(stray);
  const type = contentType === undefined ? {} : { datacontenttype: contentType };
  return parseCloudEvent({ ...named, ...type, ...payload.value });
}

function strayPayload(name: string) {
  return fail({
    code: 'bad-attribute-name',
    message: `The attribute name "${name}" is not allowed`,
    at: pointer(name),
    expected: 'the payload in the body',
  });
}

function toPayload(
  body: Uint8Array,
  contentType: string | undefined,
): Result<{ data?: unknown; data_base64?: string }> {
  if (body.length === 0) return ok({});
  if (isJsonType(contentType)) return member(parseJson(body));
  if (contentType?.toLowerCase().startsWith('text/')) return member(decodeUtf8(body));
  const guess = contentType === undefined ? parseJson(body) : undefined;
  return guess?.ok ? member(guess) : ok({ data_base64: Buffer.from(body).toString('base64') });
}

function member(data: Result<unknown>): Result<{ data: unknown }> {
  return data.ok ? ok({ data: data.value }) : fail({ ...data.error, at: '/data' });
}

/** One event of a message and its own bytes: the whole message's, or in a batch the element's as JSON. */
export type Part = { readonly event: Result<CloudEvent>; readonly raw: Uint8Array };

/** The event of a message in structured mode: one JSON object. */
export function fromStructuredMode(body: Uint8Array): Part {
  return { event: parseEventJson(body), raw: body };
}

/** Every event of a message in batched mode: a JSON array. An empty one is a problem, since nobody sends nothing on purpose. */
export function fromBatchedMode(body: Uint8Array): readonly Part[] {
  const parsed = parseJson(body);
  if (!parsed.ok) return [{ event: parsed, raw: body }];
  if (!Array.isArray(parsed.value) || parsed.value.length === 0) {
    return [
      {
        event: fail({
          code: 'not-a-batch',
          message: 'Not a batch of CloudEvents',
          expected: 'an array of events',
          got: kindOf(parsed.value),
        }),
        raw: body,
      },
    ];
  }
  return parsed.value.map((element) => ({ event: parseCloudEvent(element), raw: Buffer.from(toJson(element)) }));
}

/** The events of a message whose media type says that they are in structured or batched mode; undefined when it says neither. */
export function fromMediaType(contentType: string | undefined, body: Uint8Array): readonly Part[] | undefined {
  if (isBatchType(contentType)) return fromBatchedMode(body);
  return isCloudEventsType(contentType) ? [fromStructuredMode(body)] : undefined;
}

/** Whether a media type says CloudEvents in batched mode. */
export function isBatchType(mediaType: string | undefined): boolean {
  return mediaType !== undefined && /^application\/cloudevents-batch(\+json)?\s*(;|$)/i.test(mediaType);
}

function isCloudEventsType(mediaType: string | undefined): boolean {
  return mediaType !== undefined && /^application\/cloudevents(\+json)?\s*(;|$)/i.test(mediaType);
}

/** An event as a binary-mode message: what `fromBinaryMode` reads. Every attribute becomes text. */
export function toBinaryMode(event: CloudEvent) {
  const { data, data_base64, datacontenttype: contentType, ...attributes } = event;
  const isRaw = typeof data === 'string' && /^text\//i.test(contentType ?? '') && !isJsonType(contentType);
  const json = data === undefined ? '' : isRaw ? data : JSON.stringify(data);
  const body = data_base64 === undefined ? Buffer.from(json) : Buffer.from(data_base64, 'base64');
  const named = Object.entries(attributes).map(([name, value]): readonly [string, string] => [name, String(value)]);
  return { attributes: named, contentType, body };
}
