import type { Accepted, EventGridSchemaEvent } from './events.ts';
import { isRecord } from './is-record.ts';
import { Refusal } from './refusal.ts';

const REQUIRED = ['id', 'subject', 'eventType', 'eventTime'] as const;
const KNOWN = new Set<string>([...REQUIRED, 'topic', 'data', 'dataVersion', 'metadataVersion']);

/**
 * An event in the Event Grid schema, with `topic`, `dataVersion` and `metadataVersion` filled in as Event Grid does.
 * Throws a `Refusal` for a missing, mistyped or unknown property, and for a `topic` that is not `topicId`.
 */
export function acceptEventGridEvent(input: unknown, topicId: string): Accepted {
  if (!isRecord(input))
    throw invalid("This resource is configured for 'EventGridEvent' schema and takes JSON objects.");
  checkProperties(input, topicId);
  const event: EventGridSchemaEvent = {
    ...(input as Pick<EventGridSchemaEvent, (typeof REQUIRED)[number]>), // checkProperties found them to be strings
    topic: topicId,
    dataVersion: typeof input.dataVersion === 'string' ? input.dataVersion : '',
    metadataVersion: '1',
  };
  return { schema: 'EventGridSchema', id: event.id, type: event.eventType, subject: event.subject, event };
}

function checkProperties(input: Readonly<Record<string, unknown>>, topicId: string): void {
  for (const name of REQUIRED) {
    if (typeof input[name] === 'string' && (input[name] !== '' || name === 'subject')) continue;
    throw invalid(`This resource is configured for 'EventGridEvent' schema and requires '${name}' property to be set.`);
  }
  const unknown = Object.keys(input).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) {
    throw invalid(
      `This resource is configured for 'EventGridEvent' schema. Received unexpected property '${unknown}' in JSON which does not conform to the expected schema.`,
    );
  }
  if (Number.isNaN(Date.parse(String(input.eventTime)))) throw invalid(`'eventTime' is not a time: ${input.eventTime}`);
  if (input.topic && input.topic !== topicId)
    throw invalid(`'topic' is to be absent or ${topicId}, got ${input.topic}`);
}

function invalid(message: string): Refusal {
  return new Refusal(400, 'InputJsonInvalid', message);
}
