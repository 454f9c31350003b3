import { acceptCloudEvent } from './accept-cloud-event.ts';
import { acceptEventGridEvent } from './accept-event-grid-event.ts';
import type { Accepted } from './events.ts';
import { Refusal } from './refusal.ts';

/** 1 MB for the request and so for each event in it ("Azure Event Grid quotas and limits"). */
export const MAX_PUBLISH_BYTES = 1_048_576;

/**
 * The events of a publish request. The content type says which schema they are in: a CloudEvent
 * (`application/cloudevents+json`), a batch of them (`application/cloudevents-batch+json`), else Event Grid's.
 * Throws a `Refusal`: one event that does not fit refuses all of the request.
 */
export function parsePublished(body: Buffer, contentType: string, topicId: string): Accepted[] {
  if (body.length > MAX_PUBLISH_BYTES) {
    throw new Refusal(
      413,
      'PayloadTooLarge',
      `The request has ${body.length} bytes; at most ${MAX_PUBLISH_BYTES} are taken.`,
    );
  }
  const json = parseJson(body);
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/cloudevents+json') return [acceptCloudEvent(json)];
  if (mediaType === 'application/cloudevents-batch+json') return toArray(json, 'CloudEventV10').map(acceptCloudEvent);
  return toArray(json, 'EventGridEvent').map((event) => acceptEventGridEvent(event, topicId));
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new Refusal(400, 'InputJsonInvalid', `The body is not JSON: ${String(error)}`);
  }
}

function toArray(json: unknown, schema: string): unknown[] {
  if (Array.isArray(json) && json.length > 0) return json;
  throw new Refusal(
    400,
    'InputJsonInvalid',
    `This resource is configured to receive event in '${schema}' schema. The JSON received does not conform to the expected schema. Token Expected: StartArray.`,
  );
}
