import type { Mode } from '../../../../shared/routing/topics.ts';
import { type CloudEvent, isJsonType } from '../../../../shared/schemas/cloudevent.ts';
import { toBinaryMode } from '../../../../shared/schemas/content-modes.ts';

export type NewRecord = {
  readonly topic: string;
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
};

/**
 * An event as a record (CloudEvents Kafka binding 1.0.2, §3.1–3.3). Its key is the subject, so that one subject keeps its order, and
 * without one its id. An event that binary mode cannot carry goes in structured mode: a reader tells them by the content type.
 */
export function toRecord(
  event: CloudEvent,
  { name: topic, mode }: { readonly name: string; readonly mode: Mode },
): NewRecord {
  const message = mode === 'binary' && survivesBinary(event) ? binary(event) : structured(event);
  return { topic, key: event.subject ?? event.id, ...message };
}

function structured(event: CloudEvent) {
  return { value: Buffer.from(JSON.stringify(event)), headers: { 'content-type': 'application/cloudevents+json' } };
}

/** No data is an empty value: a null one would be a tombstone, which deletes the key on a compacted topic. */
function binary(event: CloudEvent) {
  const { attributes, contentType, body } = toBinaryMode(event);
  const headers = Object.fromEntries(attributes.map(([name, value]) => [`ce_${name}`, value]));
  return { value: body, headers: contentType === undefined ? headers : { ...headers, 'content-type': contentType } };
}

/** A body is read by its media type: text, JSON, or bytes. What is of another kind than its media type says would come back as that. */
function survivesBinary({ data, data_base64, datacontenttype: type }: CloudEvent): boolean {
  if (data === undefined && data_base64 === undefined) return true;
  if (type !== undefined && isJsonType(type)) return data !== undefined;
  if (type?.toLowerCase().startsWith('text/')) return typeof data === 'string' && data !== '' && data.isWellFormed();
  return type === undefined ? data !== undefined : data_base64 !== undefined && data_base64 !== '';
}
