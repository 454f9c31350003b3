import type { Item } from '../../shared/delivery/item.ts';
import type { Limits } from '../../shared/delivery/limits.ts';
import { isObject } from '../../shared/schemas/json.ts';
import { sourceOf, unwrap } from './envelope.ts';
import { fromKafka, isKafka } from './kafka.ts';
import { fromSqs } from './sqs.ts';

/**
 * What Lambda's answer names an item by: the record of a Kafka batch, the message of an SQS batch, or nothing, where the invocation
 * is one piece. `source` is the payload's own eventSource.
 */
export type Ref =
  | { readonly kind: 'kafka'; readonly source: string; readonly partition: string; readonly offset: number }
  | { readonly kind: 'sqs'; readonly source: string; readonly messageId: string }
  | { readonly kind: 'whole' };

const WHOLE: Ref = { kind: 'whole' };

/** Amazon MSK and self-managed Kafka, SQS (with S3, SNS or EventBridge inside), S3, SNS, EventBridge, or a CloudEvent by itself. */
export function decode(payload: unknown, limits: Limits): readonly Item<Ref>[] {
  if (isKafka(payload)) return fromKafka(payload, limits);
  const records: readonly unknown[] = isObject(payload) && Array.isArray(payload.Records) ? payload.Records : [];
  if (records.length > 0 && records.every((record) => sourceOf(record) === 'aws:sqs')) return fromSqs(records, limits);
  return unwrap(payload, limits).map((part, index) => ({ ref: WHOLE, lane: String(index), ...part }));
}
