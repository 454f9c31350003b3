import { AwsError } from '../aws-error.ts';
import { type Input, requiredText, toObjects } from './input.ts';
import { maxSize } from './message.ts';

/** SendMessageBatch: each entry is sent for itself, and fails for itself. */
export function sendBatch(input: Input, send: (entry: Input) => object): object {
  const entries = toObjects(input, 'Entries');
  const ids = entries.map((entry) => requiredText(entry, 'Id'));
  checkEntries(entries, ids);
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const [index, entry] of entries.entries()) {
    try {
      Successful.push({ Id: ids[index], ...send(entry) });
    } catch (error) {
      if (!(error instanceof AwsError) || error.code === 'QueueDoesNotExist') throw error;
      Failed.push({ Id: ids[index], Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}

function checkEntries(entries: readonly Input[], ids: readonly string[]): void {
  const empty = 'There should be at least one SendMessageBatchRequestEntry in the request.';
  if (entries.length === 0) throw new AwsError(400, 'EmptyBatchRequest', empty);
  const many = `Maximum number of entries per request are 10. You have sent ${entries.length}.`;
  if (entries.length > 10) throw new AwsError(400, 'TooManyEntriesInBatchRequest', many);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new AwsError(400, 'BatchEntryIdsNotDistinct', `Id ${twice} repeated.`);
  const size = entries.reduce((sum, entry) => sum + Buffer.byteLength(String(entry.MessageBody ?? '')), 0);
  const long = `Batch requests cannot be longer than ${maxSize} bytes. You have sent ${size} bytes.`;
  if (size > maxSize) throw new AwsError(400, 'BatchRequestTooLong', long);
}
