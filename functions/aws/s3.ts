import { contentTypeOf, toBlobUploaded } from '../../shared/schemas/blob.ts';
import { type CloudEvent, parseCloudEvent } from '../../shared/schemas/cloudevent.ts';
import { isObject } from '../../shared/schemas/json.ts';
import { fail, ok, type Result, show } from '../../shared/schemas/result.ts';

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
    version: versionOf(versionId, sequencer),
    time,
  };
  if (typeof eventName !== 'string' || eventName === '') return bad('eventName', 'a string', eventName);
  return eventName.startsWith('ObjectCreated:') ? toUploaded(upload) : toNative(eventName, upload);
}

/** The version id; without versions, or with "null" for every write where they are suspended, only the sequencer tells two writes apart. */
export function versionOf(versionId: unknown, sequencer: unknown): unknown {
  return versionId === undefined || versionId === null || versionId === '' || versionId === 'null'
    ? sequencer
    : versionId;
}

type Upload = Readonly<Record<'bucket' | 'key' | 'size' | 'etag' | 'version' | 'time', unknown>>;

/** S3 names no content type, so the name's extension does. The version is that of `versionOf`. */
export function toUploaded(upload: Upload): Result<CloudEvent> {
  const { size, etag, time } = upload;
  const named = parseNames(upload);
  if (!named.ok) return named;
  if (typeof (etag ?? '') !== 'string') return bad('object.eTag', 'a string', etag);
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    return bad('object.size', 'a number of bytes', size);
  const { bucket, key: name, version } = named.value;
  const data = { bucket, name, version, size, contentType: contentTypeOf(name), etag: String(etag ?? '') };
  return parseCloudEvent(toBlobUploaded(`s3://${bucket}`, data, typeof time === 'string' ? time : undefined));
}

/** Anything else that S3 tells of, under the type that CloudEvents' own S3 adapter gives it. */
function toNative(eventName: string, upload: Upload): Result<CloudEvent> {
  const named = parseNames(upload);
  if (!named.ok) return named;
  const { bucket, key, version } = named.value;
  return parseCloudEvent({
    specversion: '1.0',
    id: `${bucket}/${key}#${version}`,
    source: `s3://${bucket}`,
    type: `com.amazonaws.s3.${eventName}`,
    subject: key,
    time: upload.time,
  });
}

type Names = { readonly bucket: string; readonly key: string; readonly version: string };

function parseNames({ bucket, key, version }: Upload): Result<Names> {
  if (!isText(bucket)) return bad('bucket.name', 'a string', bucket);
  if (!isText(key)) return bad('object.key', 'a string', key);
  if (!isText(version)) return bad('object.sequencer', 'a string', version);
  return ok({ bucket, key, version });
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

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function bad(member: string, expected: string, got: unknown): Result<never> {
  return fail({ code: 'bad-object', message: `Not an S3 object: its ${member} is wrong`, expected, got: show(got) });
}
