import { toBlobUploaded } from '../../shared/schemas/blob.ts';
import { type CloudEvent, parseCloudEvent } from '../../shared/schemas/cloudevent.ts';
import { isObject, parseJson } from '../../shared/schemas/json.ts';
import { fail, type Result, show } from '../../shared/schemas/result.ts';
import type { Message } from './message.ts';

const PREFIX = 'google.cloud.storage.object.v1.';

export function isStorageEvent(event: CloudEvent): boolean {
  return event.type.startsWith(PREFIX);
}

/** Eventarc's Cloud Storage event (StorageObjectData, google-cloudevents). Only a finalized object is an upload. */
export function fromStorageEvent(event: CloudEvent): Result<CloudEvent> {
  return event.type === `${PREFIX}finalized` ? fromResource(event.data, event.time) : { ok: true, value: event };
}

const TYPES = new Map([
  ['OBJECT_DELETE', `${PREFIX}deleted`],
  ['OBJECT_ARCHIVE', `${PREFIX}archived`],
  ['OBJECT_METADATA_UPDATE', `${PREFIX}metadataUpdated`],
]);

/** A Cloud Storage notification in a Pub/Sub message (Cloud Storage documentation, "Pub/Sub notifications for Cloud Storage"). */
export function fromNotification({ attributes, data, id, publishTime }: Message): Result<CloudEvent> {
  const kind = attributes.get('eventtype') ?? '';
  const resource = parseJson(data);
  if (!resource.ok) {
    const fix = 'Set the notification’s payload format to JSON_API_V1';
    return fail({
      code: 'no-object-resource',
      message: 'The storage notification holds no object',
      at: '/message/data',
      expected: 'the object as JSON',
      fix,
    });
  }
  const time = attributes.get('eventtime') ?? publishTime;
  if (kind === 'OBJECT_FINALIZE') return fromResource(resource.value, time);
  return parseCloudEvent({
    specversion: '1.0',
    id,
    source: `//storage.googleapis.com/projects/_/buckets/${attributes.get('bucketid')}`,
    type: TYPES.get(kind) ?? `${PREFIX}${kind}`,
    subject: `objects/${attributes.get('objectid')}`,
    time,
    data: resource.value,
  });
}

/** The object resource of Cloud Storage's JSON API, in which generation and size are strings of digits. */
function fromResource(resource: unknown, time: string | undefined): Result<CloudEvent> {
  const { bucket, name, generation, size, contentType, etag } = isObject(resource) ? resource : {};
  for (const [member, value] of Object.entries({ bucket, name, generation }))
    if (typeof value !== 'string' || value === '') return bad(member, 'a string', value);
  for (const [member, value] of Object.entries({ contentType, etag }))
    if (typeof (value ?? '') !== 'string') return bad(member, 'a string', value);
  const bytes = typeof size === 'string' && /^\d+$/.test(size) ? Number(size) : Number.NaN;
  if (!Number.isSafeInteger(bytes)) return bad('size', 'a number of bytes', size);
  const data = {
    bucket: String(bucket),
    name: String(name),
    version: String(generation),
    size: bytes,
    contentType: String(contentType ?? ''),
    etag: String(etag ?? ''),
  };
  return parseCloudEvent(toBlobUploaded(`gs://${data.bucket}`, data, time));
}

function bad(member: string, expected: string, got: unknown): Result<never> {
  return fail({ code: 'bad-object', message: 'Not a storage object', at: `/${member}`, expected, got: show(got) });
}
