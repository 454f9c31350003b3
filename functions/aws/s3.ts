import { contentTypeOf, toBlobUploaded } from '../../shared/schemas/blob.ts';
import { type CloudEvent, parseCloudEvent } from '../../shared/schemas/cloudevent.ts';
import { isObject } from '../../shared/schemas/json.ts';
import { fail, type Result, show } from '../../shared/schemas/result.ts';

/** What S3 sends when a notification is set up: no event, and no mistake either. */
export function isS3Test(payload: unknown): boolean {
  return isObject(payload) && payload.Event === 's3:TestEvent';
}

/** One record of an S3 notification (S3 documentation, "Event message structure"), the key form-encoded. */
export function fromS3(record: unknown): Result<CloudEvent> {
  const { eventName, eventTime: time, s3 } = isObject(record) ? record : {};
  const { bucket, object } = isObject(s3) ? s3 : {};
  const { key, size, eTag: etag, versionId, sequencer } = isObject(object) ? object : {};
  const upload = {
    bucket: isObject(bucket) ? bucket.name : undefined,
    key: decodeKey(key),
    size,
    etag,
    version: versionId ?? sequencer,
    time,
  };
  return typeof eventName === 'string' && eventName.startsWith('ObjectCreated:')
    ? toUploaded(upload)
    : toNative(String(eventName), upload);
}

type Upload = Readonly<Record<'bucket' | 'key' | 'size' | 'etag' | 'version' | 'time', unknown>>;

/** S3 names no content type, so the name's extension does. The version is the version id, or on an unversioned bucket the sequencer. */
export function toUploaded({ bucket, key, size, etag, version, time }: Upload): Result<CloudEvent> {
  const texts = Object.entries({ 'bucket.name': bucket, 'object.key': key, 'object.sequencer': version });
  const bad = texts.find(([, value]) => typeof value !== 'string' || value === '');
  if (bad !== undefined)
    return fail({
      code: 'bad-object',
      message: `Not an S3 object: ${bad[0]} is missing`,
      expected: 'a string',
      got: show(bad[1]),
    });
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    return fail({
      code: 'bad-object',
      message: 'Not an S3 object: object.size is wrong',
      expected: 'a number of bytes',
      got: show(size),
    });
  }
  const name = String(key);
  const data = {
    bucket: String(bucket),
    name,
    version: String(version),
    size,
    contentType: contentTypeOf(name),
    etag: String(etag ?? ''),
  };
  return parseCloudEvent(toBlobUploaded(`s3://${data.bucket}`, data, typeof time === 'string' ? time : undefined));
}

/** Anything else that S3 tells of, under the type that CloudEvents' own S3 adapter gives it. */
function toNative(eventName: string, { bucket, key, version, time }: Upload): Result<CloudEvent> {
  const id = `${bucket}/${key}#${version}`;
  return parseCloudEvent({
    specversion: '1.0',
    id,
    source: `s3://${bucket}`,
    type: `com.amazonaws.s3.${eventName}`,
    subject: key,
    time,
  });
}

/** `+` is a space and `%xx` a byte; a key that is not so encoded is kept as it is. */
function decodeKey(key: unknown): unknown {
  if (typeof key !== 'string') return key;
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}
