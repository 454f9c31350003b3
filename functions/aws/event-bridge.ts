import { type Limits, tooLarge } from '../../shared/delivery/limits.ts';
import { type CloudEvent, parseCloudEvent } from '../../shared/schemas/cloudevent.ts';
import type { Part } from '../../shared/schemas/content-modes.ts';
import { isObject, toJson } from '../../shared/schemas/json.ts';
import type { Result } from '../../shared/schemas/result.ts';
import { toUploaded, versionOf } from './s3.ts';

type Envelope = Readonly<Record<string, unknown>>;

export function isEventBridge(payload: unknown): payload is Envelope {
  return isObject(payload) && Object.hasOwn(payload, 'detail-type') && Object.hasOwn(payload, 'detail');
}

/** An EventBridge event (EventBridge documentation, "Event structure"): the CloudEvent in its detail, an upload, or itself. */
export function fromEventBridge(envelope: Envelope, limits: Limits): Part {
  const raw = Buffer.from(toJson(envelope));
  return { event: raw.length > limits.event ? tooLarge('event', raw.length, limits) : toEvent(envelope), raw };
}

function toEvent(envelope: Envelope): Result<CloudEvent> {
  const { detail, id, source, time } = envelope;
  const type = envelope['detail-type'];
  if (isObject(detail) && Object.hasOwn(detail, 'specversion')) return parseCloudEvent(detail);
  if (source === 'aws.s3' && type === 'Object Created') return fromObjectCreated(detail, time);
  return parseCloudEvent({
    specversion: '1.0',
    id,
    source,
    type,
    time,
    datacontenttype: 'application/json',
    data: detail,
  });
}

/** The key is not encoded here, unlike in S3's own notification (S3 documentation, "EventBridge event message structure"). */
function fromObjectCreated(detail: unknown, time: unknown): Result<CloudEvent> {
  const { bucket, object } = isObject(detail) ? detail : {};
  const { key, size, etag, sequencer } = isObject(object) ? object : {};
  const versionId = isObject(object) ? object['version-id'] : undefined;
  return toUploaded({
    bucket: isObject(bucket) ? bucket.name : undefined,
    key,
    size,
    etag,
    version: versionOf(versionId, sequencer),
    time,
  });
}
