import type { Binding, TypedData } from './core-types.ts';
import type { InvocationInput } from './invocation.ts';

/** An event as it lies in a partition. */
export type HubEvent = {
  /** Text and bytes are taken as they are, undefined and null as empty, anything else as its JSON. */
  readonly body: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
  /** AMQP annotations beside the usual ones, which are made from the fields below. */
  readonly systemProperties?: Readonly<Record<string, unknown>>;
  readonly sequenceNumber: number;
  readonly offset: string;
  /** RFC 3339. */
  readonly enqueuedTimeUtc: string;
  readonly partitionKey?: string;
};

/**
 * The input and the trigger metadata of a function with `cardinality: 'many'`, as the Event Hubs extension and the host
 * make them for the Node.js worker (EventHubTriggerBindingStrategy, GrpcMessageConversionExtensions). Two of their
 * habits lose the alignment of the arrays and are kept: empty bodies are left out, unless `dataType` is `binary`, and
 * so are absent partition keys. Times come without a zone.
 */
export function toBatchInput(trigger: Binding, partitionId: string, events: readonly HubEvent[]): InvocationInput {
  const keys = events.flatMap((event) => event.partitionKey || []);
  return {
    data: toBodies(trigger, events),
    triggerMetadata: {
      PartitionContext: toPartitionContext(trigger, partitionId),
      PartitionKeyArray: { collectionString: { string: keys } },
      OffsetArray: { collectionString: { string: events.map((event) => event.offset) } },
      SequenceNumberArray: { collectionSint64: { sint64: events.map((event) => event.sequenceNumber) } },
      EnqueuedTimeUtcArray: toJson(events.map((event) => toZonelessTime(event.enqueuedTimeUtc))),
      PropertiesArray: toJson(events.map((event) => event.properties ?? {})),
      SystemPropertiesArray: toJson(events.map(toSystemProperties)),
    },
  };
}

/** The same for one event of a function without cardinality `many`. */
export function toSingleInput(trigger: Binding, partitionId: string, event: HubEvent): InvocationInput {
  return {
    data: isBinary(trigger) ? { bytes: toBytes(event.body) } : { string: toText(event.body) },
    triggerMetadata: {
      PartitionContext: toPartitionContext(trigger, partitionId),
      ...(event.partitionKey ? { PartitionKey: { string: event.partitionKey } } : {}),
      Offset: { string: event.offset },
      SequenceNumber: toJson(event.sequenceNumber),
      EnqueuedTimeUtc: toJson(toZonelessTime(event.enqueuedTimeUtc)),
      Properties: toJson(event.properties ?? {}),
      SystemProperties: toJson(toSystemProperties(event)),
    },
  };
}

function toBodies(trigger: Binding, events: readonly HubEvent[]): TypedData {
  if (isBinary(trigger)) return { collectionBytes: { bytes: events.map((event) => toBytes(event.body)) } };
  return { collectionString: { string: events.map((event) => toText(event.body)).filter((text) => text !== '') } };
}

function toPartitionContext(trigger: Binding, partitionId: string): TypedData {
  return toJson({
    IsCheckpointingAfterInvocation: true,
    FullyQualifiedNamespace: 'local.servicebus.windows.net',
    EventHubName: trigger.eventHubName,
    ConsumerGroup: trigger.consumerGroup ?? '$Default',
    PartitionId: partitionId,
  });
}

function toSystemProperties(event: HubEvent) {
  const offset = /^\d{1,15}$/.test(event.offset) ? Number(event.offset) : event.offset;
  return {
    'x-opt-sequence-number': event.sequenceNumber,
    'x-opt-offset': offset,
    'x-opt-enqueued-time': `${toZonelessTime(event.enqueuedTimeUtc)}+00:00`,
    ...(event.partitionKey ? { 'x-opt-partition-key': event.partitionKey } : {}),
    ...event.systemProperties,
    SequenceNumber: event.sequenceNumber,
    Offset: offset,
    PartitionKey: event.partitionKey ?? null,
    EnqueuedTimeUtc: toZonelessTime(event.enqueuedTimeUtc),
  };
}

function isBinary(trigger: Binding): boolean {
  return String(trigger.dataType).toLowerCase() === 'binary';
}

function toBytes(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : Buffer.from(toText(body));
}

function toText(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : JSON.stringify(body);
}

/** `2026-01-01T00:00:00.250Z` → `2026-01-01T00:00:00.25`, as .NET writes a time of no kind. */
function toZonelessTime(time: string): string {
  return new Date(time).toISOString().replace(/\.?0*Z$/, '');
}

function toJson(value: unknown): TypedData {
  return { json: JSON.stringify(value) };
}
