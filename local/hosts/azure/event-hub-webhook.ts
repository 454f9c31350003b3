import { type Answer, toJsonAnswer } from './answer.ts';
import type { HubEvent } from './event-hub-batch.ts';
import type { BatchResult } from './event-hub-delivery.ts';

type Deliver = (partitionId: string, events: readonly HubEvent[]) => Promise<BatchResult>;

/**
 * Takes a batch for an Event Hubs trigger over HTTP. This door is ours: the real trigger reads the hub over AMQP. The body
 * is `{ "partitionId": "0", "events": [HubEvent…] }`, where `bodyBase64` in place of `body` gives bytes, and what an
 * event does not say of `sequenceNumber`, `offset` and `enqueuedTimeUtc` is its place in the array and now. The answer
 * is `{ outcome, attempts }`, once the batch would be checkpointed.
 */
export async function answerEventHub(body: Uint8Array, deliver: Deliver): Promise<Answer> {
  const batch = tryReadBatch(body);
  if (typeof batch === 'string') return { status: 400, body: batch };
  return toJsonAnswer(200, await deliver(batch.partitionId, batch.events));
}

type Batch = { readonly partitionId: string; readonly events: readonly HubEvent[] };

/** A batch, or what is wrong with it. */
function tryReadBatch(body: Uint8Array): Batch | string {
  try {
    return readBatch(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch (error) {
    return `The body is not JSON, or is nested too deep: ${String(error)}`;
  }
}

function readBatch(json: unknown): Batch | string {
  const { partitionId = '0', events } = isRecord(json) ? json : {};
  if (!Array.isArray(events) || events.length === 0 || !events.every(isRecord))
    return 'events is not an array of objects';
  const read = events.map(readEvent);
  const wrong = read.find((event) => typeof event === 'string');
  return wrong ?? { partitionId: String(partitionId), events: read.filter((event) => typeof event !== 'string') };
}

function readEvent(event: Readonly<Record<string, unknown>>, index: number): HubEvent | string {
  const { sequenceNumber = index, offset = index, enqueuedTimeUtc = new Date().toISOString(), partitionKey } = event;
  if (!Number.isSafeInteger(sequenceNumber)) return `events[${index}].sequenceNumber is not a whole number`;
  if (Number.isNaN(Date.parse(String(enqueuedTimeUtc)))) return `events[${index}].enqueuedTimeUtc is not a time`;
  return {
    body: readBody(event),
    ...(isRecord(event.properties) ? { properties: event.properties } : {}),
    ...(isRecord(event.systemProperties) ? { systemProperties: event.systemProperties } : {}),
    sequenceNumber: Number(sequenceNumber),
    offset: String(offset),
    enqueuedTimeUtc: String(enqueuedTimeUtc),
    ...(partitionKey === undefined ? {} : { partitionKey: String(partitionKey) }),
  };
}

function readBody({ body, bodyBase64 }: Readonly<Record<string, unknown>>): string | Uint8Array | undefined {
  if (typeof bodyBase64 === 'string') return Buffer.from(bodyBase64, 'base64');
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
