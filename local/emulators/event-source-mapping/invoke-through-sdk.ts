import type { InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import { region } from '../aws-account.ts';
import type { Invoke, InvokeResult } from './invoke.ts';

/** Invokes through the real Lambda API at `endpoint`, with an SDK that is loaded when it is first needed. */
export function invokeThroughSdk(endpoint: string, functionName: string): Invoke {
  let client: Promise<LambdaClient> | undefined;
  return async (payload) => {
    const { InvokeCommand } = await import('@aws-sdk/client-lambda');
    client ??= createLambdaClient(endpoint);
    const command = new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(payload) });
    return toResult(await (await client).send(command));
  };
}

/** A client for the function at `endpoint`; it does not retry: that is what the emulated services are for. */
export async function createLambdaClient(endpoint: string): Promise<LambdaClient> {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new LambdaClient({ endpoint, region, credentials, maxAttempts: 1 });
}

function toResult(output: InvokeCommandOutput): InvokeResult {
  const payload = Buffer.from(output.Payload ?? []).toString('utf8');
  return { payload, functionError: output.FunctionError, requestId: output.$metadata.requestId };
}
