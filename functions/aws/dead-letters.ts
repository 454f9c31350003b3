import type { GivenUp } from '../../shared/delivery/give-up.ts';
import type { Item } from '../../shared/delivery/item.ts';
import type { Limits } from '../../shared/delivery/limits.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { isObject, parseJson } from '../../shared/schemas/json.ts';
import { fail, type Result, show } from '../../shared/schemas/result.ts';
import { toDeadLetterReason } from './dead-letter-reason.ts';
import { decode, type Ref } from './decode.ts';
import { sourceOf } from './envelope.ts';
import { type FailureRecord, parseFailureRecord } from './failure-record.ts';
import { type DeadLetterPayload, uploadOf } from './read-dead-letters.ts';

/**
 * The events of invocations that Lambda gave up, from records in the on-failure bucket, or from records that come by themselves. Any
 * other message is one of a dead-letter queue, and the event itself.
 */
export function decodeDeadLetters(given: DeadLetterPayload, limits: Limits): readonly GivenUp<Ref>[] {
  return messagesOf(given.payload).flatMap((message) => {
    const record = parseFailureRecord(bodyOf(message));
    const why = toDeadLetterReason(message);
    return decode(message, limits).flatMap((item) =>
      record === undefined ? fromItem(given, { ...item, why }, limits) : fromRecord(given, { record, item }, limits),
    );
  });
}

/** An SQS batch message by message, and anything else as it is. */
function messagesOf(payload: unknown): readonly unknown[] {
  const records: readonly unknown[] = isObject(payload) && Array.isArray(payload.Records) ? payload.Records : [];
  const isQueue = records.length > 0 && records.every((record) => sourceOf(record) === 'aws:sqs');
  return isQueue ? records.map((record) => ({ Records: [record] })) : [payload];
}

function bodyOf(message: unknown): unknown {
  const [record] = isObject(message) && Array.isArray(message.Records) ? message.Records : [];
  if (!isObject(record) || typeof record.body !== 'string') return message;
  const parsed = parseJson(record.body);
  return parsed.ok ? parsed.value : undefined;
}

/** Where Lambda puts its records, in whatever bucket (Lambda documentation, "Adding an S3 destination"). */
const PREFIX = 'aws/lambda/';

function fromItem(given: DeadLetterPayload, item: GivenUp<Ref>, limits: Limits): readonly GivenUp<Ref>[] {
  const upload = uploadOf(item.event);
  if (upload === undefined || (upload.bucket !== given.bucket && !upload.name.startsWith(PREFIX))) return [item];
  if (upload.bucket !== given.bucket) return [{ ...item, event: otherBucket(upload.bucket, given.bucket) }];
  const bytes = given.objects.get(upload.name) ?? unread(upload.name);
  if (!bytes.ok) return [{ ...item, event: bytes }];
  const parsed = parseJson(bytes.value);
  const record = parsed.ok ? parseFailureRecord(parsed.value) : undefined;
  const whole = { ...item, raw: bytes.value };
  return record === undefined
    ? [{ ...whole, event: noRecord(upload.name) }]
    : fromRecord(given, { record, item: whole }, limits);
}

type Kept = { readonly record: FailureRecord; readonly item: Item<Ref> };

/** The events of the payload that the function was given, under the handle of what brought the record. */
function fromRecord(given: DeadLetterPayload, { record, item }: Kept, limits: Limits): readonly GivenUp<Ref>[] {
  const { ref, lane } = item;
  const { payload, why } = record;
  if (!payload.ok) return [{ ...item, event: payload, why }];
  return decode(payload.value, limits).map((inner) => ({
    ...inner,
    event: ofOriginal(given, inner.event),
    ref,
    lane,
    why,
  }));
}

/** What this function itself failed on tells of a record that nobody has read. */
function ofOriginal({ bucket }: DeadLetterPayload, event: Result<CloudEvent>): Result<CloudEvent> {
  const upload = uploadOf(event);
  return upload !== undefined && upload.bucket === bucket ? unread(upload.name) : event;
}

function unread(name: string): Result<never> {
  const message = `The record ${name} of a failed invocation has not been read`;
  return fail({ code: 'no-dead-letter', message, fix: 'Invoke the function again with what is in raw' });
}

function noRecord(name: string): Result<never> {
  const message = `The object ${name} is no record of a failed invocation`;
  return fail({ code: 'no-dead-letter', message, expected: 'an object with requestContext and a payload' });
}

function otherBucket(got: string, expected: string | undefined): Result<never> {
  const message = 'The record of a failed invocation lies in another bucket than the on-failure bucket';
  return fail({
    code: 'no-dead-letter',
    message,
    expected: show(expected),
    got: show(got),
    fix: 'Set ON_FAILURE_BUCKET',
  });
}
