import type { Accepted, EventGridSchemaEvent, EventSchema } from './events.ts';
import { Refusal } from './refusal.ts';

/**
 * The JSON text of an event in a subscription's schema. Event Grid maps its own schema to CloudEvents 1.0 but not the
 * other way ("CloudEvents v1.0 schema with Azure Event Grid", table of input and output schemas).
 */
export function toDeliveredForm(accepted: Accepted, schema: EventSchema): string {
  if (accepted.schema === schema) return stringify(accepted.event);
  if (accepted.schema === 'EventGridSchema') return stringify(toCloudEvent(accepted.event));
  throw new Refusal(
    400,
    'InputJsonInvalid',
    `A subscription of this topic wants event ${accepted.id} in the Event Grid schema, and Event Grid does not map CloudEvents to that.`,
  );
}

function toCloudEvent(event: EventGridSchemaEvent) {
  return {
    id: event.id,
    source: event.topic,
    specversion: '1.0',
    type: event.eventType,
    subject: event.subject,
    time: event.eventTime,
    ...(event.data === undefined ? {} : { data: event.data }),
  };
}

function stringify(event: object): string {
  try {
    return JSON.stringify(event);
  } catch (error) {
    // JSON.parse takes any depth, JSON.stringify recurses: what is nested too deep is refused like any malformed event.
    throw new Refusal(400, 'InputJsonInvalid', `The event is nested too deep: ${String(error)}`);
  }
}
