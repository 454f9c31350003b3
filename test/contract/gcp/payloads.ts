import type { CloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { toBinaryMode } from '../../../shared/schemas/content-modes.ts';
import pubsubHeaders from '../../fixtures/gcp/eventarc-pubsub-headers.json' with { type: 'json' };
import storageHeaders from '../../fixtures/gcp/eventarc-storage-headers.json' with { type: 'json' };
import push from '../../fixtures/gcp/pubsub-push.json' with { type: 'json' };
import unwrappedHeaders from '../../fixtures/gcp/pubsub-unwrapped-headers.json' with { type: 'json' };
import notification from '../../fixtures/gcp/storage-notification-attributes.json' with { type: 'json' };
import object from '../../fixtures/gcp/storage-object.json' with { type: 'json' };
import type { Upload } from '../harness.ts';

/** A Pub/Sub message before it is wrapped, unwrapped or told of by Eventarc. */
export type Message = { readonly attributes: Readonly<Record<string, string>>; readonly data: Uint8Array };

let messages = 2_070_443_601_311_540;

/** The body of a wrapped push, and the data of Eventarc's messagePublished. */
export function wrap({ attributes, data }: Message) {
  const messageId = String(++messages);
  const message = { ...push.message, attributes, data: base64(data), messageId, message_id: messageId };
  return { ...push, message };
}

/** The headers of an unwrapped push with metadata: the attributes are among them. */
export function unwrap({ attributes }: Message): Record<string, string> {
  const headers = Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), utf8Header(value)]);
  return { ...unwrappedHeaders, 'x-goog-pubsub-message-id': String(++messages), ...Object.fromEntries(headers) };
}

export function published(): Record<string, string> {
  return { ...pubsubHeaders, 'ce-id': String(++messages) };
}

export function finalized({ bucket, name, sequence }: Upload): Record<string, string> {
  return {
    ...storageHeaders,
    'ce-id': `109643410417${sequence}`,
    'ce-source': `//storage.googleapis.com/projects/_/buckets/${bucket}`,
    'ce-subject': `objects/${encodeURIComponent(name)}`,
    'ce-bucket': bucket,
  };
}

export function resource({ bucket, name, size, contentType, etag, sequence }: Upload) {
  return { ...object, bucket, name, generation: generation(sequence), size: String(size), contentType, etag };
}

export function notify(it: Upload): Message {
  const { bucket: bucketId, name: objectId, sequence } = it;
  const attributes = { ...notification, bucketId, objectId, objectGeneration: generation(sequence) };
  return { attributes, data: Buffer.from(JSON.stringify(resource(it))) };
}

/** CloudEvents' binding for Pub/Sub: attributes with the prefix `ce-`. */
export function toMessage(event: CloudEvent): Message {
  const { attributes, contentType, body } = toBinaryMode(event);
  const type = contentType === undefined ? {} : { 'content-type': contentType };
  return { attributes: { ...prefixed(attributes), ...type }, data: body };
}

export function prefixed(attributes: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(attributes.map(([name, value]) => [`ce-${name}`, value]));
}

function generation(sequence: number): string {
  return String(1_587_627_537_000_000 + sequence);
}

function base64(data: Uint8Array): string {
  return Buffer.from(data).toString('base64');
}

/** Node writes a header's characters as single bytes; this makes them those of UTF-8. */
function utf8Header(value: string): string {
  return Buffer.from(value).toString('latin1');
}
