import { type Limits, tooLarge } from '../../shared/delivery/limits.ts';
import { parseCloudEvent } from '../../shared/schemas/cloudevent.ts';
import type { Part } from '../../shared/schemas/content-modes.ts';
import { isObject, parseJson, toJson } from '../../shared/schemas/json.ts';
import { fail, show } from '../../shared/schemas/result.ts';
import { fromEventBridge, isEventBridge } from './event-bridge.ts';
import { keepWhole } from './keep-whole.ts';
import { fromS3, isS3Test } from './s3.ts';

/** So many envelopes may lie in each other: S3 in SNS in SQS in EventBridge is four. */
const MAX_ENVELOPES = 5;

/** Every event inside AWS's envelopes. A notification's own test message is no event and gives none. */
export function unwrap(payload: unknown, limits: Limits, depth = 0): readonly Part[] {
  if (isS3Test(payload)) return [];
  if (isEventBridge(payload)) return [fromEventBridge(payload, limits)];
  if (isObject(payload) && payload.Type === 'Notification') return unwrapText(payload.Message, limits, depth);
  const records: readonly unknown[] = isObject(payload) && Array.isArray(payload.Records) ? payload.Records : [];
  if (records.length > 0) return records.flatMap((record) => unwrapRecord(record, limits, depth));
  return [fromEvent(payload, limits)];
}

/** The same for an envelope that is carried as text: an SQS body, an SNS message. */
export function unwrapText(text: unknown, limits: Limits, depth: number): readonly Part[] {
  const raw = Buffer.from(typeof text === 'string' ? text : toJson(text));
  if (raw.length > limits.event) return [{ event: tooLarge('event', raw.length, limits), raw }];
  const parsed = parseJson(raw);
  if (!parsed.ok) return [{ event: parsed, raw }];
  if (depth < MAX_ENVELOPES) return unwrap(parsed.value, limits, depth + 1);
  return [
    {
      event: fail({
        code: 'too-deep',
        message: 'Too many envelopes lie in each other',
        expected: `at most ${MAX_ENVELOPES}`,
      }),
      raw,
    },
  ];
}

/** The event source of a record; SNS alone writes it with a capital letter. */
export function sourceOf(record: unknown): unknown {
  return isObject(record) ? (record.eventSource ?? record.EventSource) : undefined;
}

function unwrapRecord(record: unknown, limits: Limits, depth: number): readonly Part[] {
  const source = sourceOf(record);
  const raw = Buffer.from(toJson(record));
  if (source === 'aws:s3') return [{ event: fromS3(record), raw }];
  if (source === 'aws:sns' && isObject(record) && isObject(record.Sns))
    return keepWhole(unwrapText(record.Sns.Message, limits, depth), raw);
  const expected = 'aws:s3, aws:sns, aws:sqs or aws:kafka';
  return [
    {
      event: fail({
        code: 'unknown-source',
        message: 'No such event source is known',
        at: '/Records',
        expected,
        got: show(source),
      }),
      raw,
    },
  ];
}

function fromEvent(payload: unknown, limits: Limits): Part {
  const raw = Buffer.from(toJson(payload));
  return { event: raw.length > limits.event ? tooLarge('event', raw.length, limits) : parseCloudEvent(payload), raw };
}
