import { InvokeCommand, type InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import type { BatchResponse } from '../../../functions/aws/ack.ts';
import type { Answer, Made } from '../harness.ts';

/** The payload of an invocation: JSON, or bytes that ought to be. */
export type Invocation = Uint8Array;

/** An invocation with this payload; a letter keeps each of `parts`, the whole payload when none are named. */
export function invocation(payload: unknown, parts: readonly unknown[] = [payload]): Made<Invocation> {
  return { payload: Buffer.from(JSON.stringify(payload)), raw: parts.map((part) => Buffer.from(JSON.stringify(part))) };
}

/** Invokes through the vendor's client, as an event source mapping does, and reads the answer as the mapping would. */
export async function send(endpoint: string, Payload: Invocation): Promise<Answer> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new LambdaClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  try {
    return toAnswer(await client.send(new InvokeCommand({ FunctionName: 'router', Payload })));
  } catch (error) {
    return { kind: 'refused', said: error instanceof Error ? error.name : 'a thrown value' };
  } finally {
    client.destroy();
  }
}

function toAnswer({ FunctionError, Payload }: InvokeCommandOutput): Answer {
  const said = Buffer.from(Payload ?? []).toString('utf8');
  if (FunctionError !== undefined) return { kind: 'again', said: FunctionError };
  const response: BatchResponse | null = JSON.parse(said);
  const items = (response?.batchItemFailures ?? []).map(({ itemIdentifier: id }) =>
    typeof id === 'string' ? id : `${id.partition}/${id.offset}`,
  );
  return items.length === 0 ? { kind: 'acknowledged', said } : { kind: 'again', said, items };
}
