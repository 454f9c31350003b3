import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { invalidParameter, missingParameter } from './errors.ts';

/** As in the SQS API; `BinaryValue` is base64. */
export type MessageAttribute = {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: string | undefined;
};

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

export type NewMessage = {
  readonly body: string;
  readonly attributes?: MessageAttributes | undefined;
  /** 0 to 900; a FIFO queue takes none. */
  readonly delaySeconds?: number | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
};

/** Bytes of a message, and of a batch of them; 256 KB until 2025. */
export const maxSize = 1024 * 1024;

/** Throws the `AwsError` that SQS answers to a message that it does not take (SQS API Reference, "SendMessage"). */
export function checkMessage(message: NewMessage, fifo: boolean, contentBasedDeduplication: boolean): void {
  if (message.body === '') throw missingParameter('MessageBody');
  if (!isLegalText(message.body)) throw new AwsError(400, 'InvalidMessageContents', 'Invalid characters found.');
  const tooLong = `One or more parameters are invalid. Reason: Message must be shorter than ${maxSize} bytes.`;
  if (sizeOf(message) > maxSize) throw invalidParameter(tooLong);
  const { delaySeconds = 0, groupId, deduplicationId } = message;
  const badDelay = delaySeconds < 0 || delaySeconds > 900 || (fifo && delaySeconds !== 0);
  if (badDelay) throw invalidParameter(`Value ${delaySeconds} for parameter DelaySeconds is invalid.`);
  if (fifo && groupId === undefined) throw missingParameter('MessageGroupId');
  const noId =
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly';
  if (fifo && deduplicationId === undefined && !contentBasedDeduplication) throw invalidParameter(noId);
}

/** Bytes of the body and of the attributes' names, types and values. */
export function sizeOf({ body, attributes = {} }: NewMessage): number {
  const parts = Object.entries(attributes).map(([name, attribute]) => {
    return Buffer.byteLength(name + attribute.DataType) + valueBytes(attribute).length;
  });
  return parts.reduce((sum, size) => sum + size, Buffer.byteLength(body));
}

export function md5(data: string | Uint8Array): string {
  return createHash('md5').update(data).digest('hex');
}

/** The digest that SDKs compare (SQS Developer Guide, "Calculating the MD5 message digest for message attributes"). */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const entries = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return undefined;
  const parts = entries.flatMap(([name, attribute]) => {
    const transport = Buffer.from([attribute.BinaryValue === undefined ? 1 : 2]);
    return [
      ...sized(Buffer.from(name)),
      ...sized(Buffer.from(attribute.DataType)),
      transport,
      ...sized(valueBytes(attribute)),
    ];
  });
  return md5(Buffer.concat(parts));
}

function sized(data: Buffer): [Buffer, Buffer] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return [length, data];
}

function valueBytes({ StringValue, BinaryValue }: MessageAttribute): Buffer {
  return BinaryValue === undefined ? Buffer.from(StringValue ?? '') : Buffer.from(BinaryValue, 'base64');
}

/** The characters of XML 1.0, which is what SQS allows. */
function isLegalText(text: string): boolean {
  return /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u.test(text);
}
