import type { CloudEvent } from '../schemas/cloudevent.ts';
import { events as knownEvents } from '../schemas/events.ts';
import { describe } from '../schemas/result.ts';
import { type Schema, validate } from '../schemas/schema.ts';

/** What does not fit the schema of its type, in words; a type without a schema takes everything. */
export async function checkKnown(event: CloudEvent): Promise<string | undefined> {
  if (!Object.hasOwn(knownEvents, event.type)) return undefined;
  const schema = (knownEvents as Readonly<Record<string, Schema>>)[event.type]; // the line above found it
  const fits = schema === undefined ? undefined : await validate(schema, event.data);
  return fits === undefined || fits.ok ? undefined : describe(fits.error);
}
