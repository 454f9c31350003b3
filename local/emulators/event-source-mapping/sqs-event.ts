import { region } from '../aws-account.ts';
import { type MessageAttribute, md5OfAttributes } from '../sqs/message.ts';
import type { ReceivedMessage } from '../sqs/stored-message.ts';

/** The event that a function gets for some messages, as JSON text (AWS Lambda Developer Guide, "Using Lambda with SQS"). */
export function toSqsEventText(messages: readonly ReceivedMessage[], queueArn: string): string {
  return JSON.stringify({ Records: messages.map((message) => toRecord(message, queueArn)) });
}

function toRecord(message: ReceivedMessage, eventSourceARN: string) {
  const attributes = Object.entries(message.attributes).map(([name, value]) => [name, toAttribute(value)]);
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.systemAttributes,
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.md5OfBody,
    md5OfMessageAttributes: md5OfAttributes(message.attributes),
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: region,
  };
}

function toAttribute({ DataType, StringValue, BinaryValue }: MessageAttribute) {
  const values = { stringValue: StringValue, binaryValue: BinaryValue };
  return { ...values, stringListValues: [], binaryListValues: [], dataType: DataType };
}
