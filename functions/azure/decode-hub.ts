import type { Item } from '../../shared/delivery/item.ts';
import { type Limits, tooLarge } from '../../shared/delivery/limits.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { fromBinaryMode, fromMediaType, type Part } from '../../shared/schemas/content-modes.ts';
import { isObject, parseJson, toJson } from '../../shared/schemas/json.ts';
import { fail, ok, type Result, show } from '../../shared/schemas/result.ts';
import { type Ref, toEvent } from './decode.ts';

/** A batch of an Event Hubs trigger (cardinality many): the bodies, and the trigger's metadata with one array for each property. */
export type HubPayload = {
  readonly messages: unknown;
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
};

/** Every event of a batch, in the order of its partition, which is the lane. */
export function decodeHub({ messages, metadata = {} }: HubPayload, limits: Limits): readonly Item<Ref>[] {
  const bodies: readonly unknown[] = Array.isArray(messages) ? messages : [messages];
  const lane = partitionOf(metadata);
  const misaligned = checkAligned(metadata.propertiesArray, bodies.length);
  return bodies.flatMap((body, index): readonly Item<Ref>[] => {
    const parts = misaligned.ok
      ? decodeMessage(body, propertiesOf(metadata, index), limits)
      : [{ event: misaligned, raw: bytesOf(body) }];
    return parts.map((part) => ({ ref: null, lane, ...part }));
  });
}

/** Without `dataType: 'binary'` the host drops empty bodies, and each later body would get another's properties. */
function checkAligned(properties: unknown, messages: number): Result<null> {
  if (!Array.isArray(properties) || properties.length === messages) return ok(null);
  return fail({
    code: 'misaligned-batch',
    message: 'The batch has not as many properties as messages',
    expected: String(messages),
    got: String(properties.length),
    fix: 'Register the trigger with dataType binary',
  });
}

function decodeMessage(body: unknown, properties: Properties, limits: Limits): readonly Part[] {
  const bytes = bytesOf(body);
  if (bytes.length > limits.event) return [{ event: tooLarge('event', bytes.length, limits), raw: bytes }];
  const structured = fromMediaType(properties.contentType, bytes);
  if (structured !== undefined) return structured;
  if (properties.attributes.length === 0) return [{ event: fromBody(body, bytes), raw: bytes }];
  return [{ event: fromBinaryMode({ ...properties, body: bytes }), raw: withProperties(properties.own, bytes) }];
}

/** In binary mode the properties are a part of the event: two events may differ in them alone. */
function withProperties(properties: Properties['own'], body: Uint8Array): Uint8Array {
  return Buffer.from(toJson({ properties, bodyBase64: Buffer.from(body).toString('base64') }));
}

/** A body that no property explains: the host has parsed it when it was JSON. */
function fromBody(body: unknown, raw: Uint8Array): Result<CloudEvent> {
  const value = isObject(body) && !isBytes(body) ? { ok: true as const, value: body } : parseJson(raw);
  if (!value.ok) return value;
  if (isObject(value.value)) return toEvent(value.value);
  return fail({ code: 'not-an-event', message: 'Not a CloudEvent', expected: 'a JSON object', got: show(value.value) });
}

type Properties = {
  /** The application properties as they came. */
  readonly own: Readonly<Record<string, unknown>>;
  readonly contentType: string | undefined;
  readonly attributes: readonly (readonly [string, string])[];
};

/** CloudEvents over AMQP (`cloudEvents:` or `cloudEvents_`) and, through the hub's Kafka endpoint, over Kafka (`ce_`). */
const PREFIX = /^(?:cloudEvents[:_]|ce_)([a-z0-9]+)$/i;

function propertiesOf(metadata: Readonly<Record<string, unknown>>, index: number): Properties {
  const [own, system] = [at(metadata.propertiesArray, index), at(metadata.systemPropertiesArray, index)];
  const attributes = Object.entries(own).flatMap(([name, value]) => {
    const attribute = PREFIX.exec(name)?.[1];
    return attribute === undefined || value === null ? [] : [[attribute, toText(value)] as const];
  });
  // The library writes the first letter of a property's name small, and no client agrees with another on the rest.
  const named = [...Object.entries(own), ...Object.entries(system)];
  const contentType = named.find(([name]) => /^content-?type$/i.test(name))?.[1];
  return { own, attributes, contentType: typeof contentType === 'string' ? contentType : undefined };
}

function at(list: unknown, index: number): Readonly<Record<string, unknown>> {
  const value: unknown = Array.isArray(list) ? list[index] : undefined;
  return isObject(value) ? value : {};
}

function partitionOf(metadata: Readonly<Record<string, unknown>>): string {
  const { partitionId } = isObject(metadata.partitionContext) ? metadata.partitionContext : {};
  return toText(partitionId ?? '');
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : toJson(value);
}

function bytesOf(body: unknown): Uint8Array {
  if (isBytes(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : toJson(body));
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}
