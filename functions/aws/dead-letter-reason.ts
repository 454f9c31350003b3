import { isObject } from '../../shared/schemas/json.ts';

/**
 * Why a message lies in a dead-letter queue: EventBridge and Lambda write that into its attributes (EventBridge documentation, "Using
 * dead-letter queues"; Lambda documentation, "Adding a dead-letter queue"), SQS only where it moved it from.
 */
export function toDeadLetterReason(message: unknown): string {
  const [record] = isObject(message) && Array.isArray(message.Records) ? message.Records : [];
  const { attributes, messageAttributes, eventSourceARN } = isObject(record) ? record : {};
  const written = (name: string) => textOf(isObject(messageAttributes) ? messageAttributes[name] : undefined);
  const code = written('ERROR_CODE') ?? written('EXHAUSTED_RETRY_CONDITION');
  if (code !== undefined) return `EventBridge gave up on it: ${code}`;
  if (written('ErrorCode') !== undefined)
    return `Lambda gave up on it: the last error had the code ${written('ErrorCode')}`;
  const from = isObject(attributes) ? attributes.DeadLetterQueueSourceArn : undefined;
  if (typeof from === 'string') return `SQS gave up on it: it comes from ${from}`;
  if (typeof eventSourceARN === 'string') return `SQS gave up on it: it lies in ${eventSourceARN}`;
  return 'AWS gave up on it: it does not say why';
}

function textOf(attribute: unknown): string | undefined {
  const { stringValue } = isObject(attribute) ? attribute : {};
  return typeof stringValue === 'string' ? stringValue : undefined;
}
