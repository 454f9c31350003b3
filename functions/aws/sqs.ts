import type { Item } from '../../shared/delivery/item.ts';
import type { Limits } from '../../shared/delivery/limits.ts';
import { isObject, toJson } from '../../shared/schemas/json.ts';
import type { Ref } from './decode.ts';
import { unwrapText } from './envelope.ts';
import { keepWhole } from './keep-whole.ts';

/**
 * The messages of an SQS batch (Lambda documentation, "Using Lambda with Amazon SQS"). A FIFO queue's lane is its message group, in
 * which nothing may pass what failed; a standard queue keeps no order, so each message is a lane of its own.
 */
export function fromSqs(records: readonly unknown[], limits: Limits): readonly Item<Ref>[] {
  return records.flatMap((record) => fromMessage(isObject(record) ? record : {}, limits));
}

function fromMessage(record: Readonly<Record<string, unknown>>, limits: Limits): readonly Item<Ref>[] {
  // To Lambda an empty name among the failures is the whole batch, which is right for a message that has none.
  const messageId = typeof record.messageId === 'string' ? record.messageId : '';
  const group = isObject(record.attributes) ? record.attributes.MessageGroupId : undefined;
  const order = typeof group === 'string' ? { lane: `group ${group}`, inOrder: true as const } : { lane: messageId };
  const ref: Ref = { kind: 'sqs', source: 'aws:sqs', messageId };
  const parts = keepWhole(unwrapText(record.body, limits, 0), Buffer.from(toJson(record)));
  return parts.map((part) => ({ ref, ...order, ...part }));
}
