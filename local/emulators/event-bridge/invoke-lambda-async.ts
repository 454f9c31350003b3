import type { LambdaClient } from '@aws-sdk/client-lambda';
import { createLambdaClient } from '../event-source-mapping/invoke-through-sdk.ts';

/** A Lambda function as a target: an asynchronous invocation through the Lambda API, whose queue then has the event. */
export function invokeLambdaAsync(endpoint: string, functionName: string): (event: string) => Promise<void> {
  let client: Promise<LambdaClient> | undefined;
  return async (event) => {
    const { InvokeCommand } = await import('@aws-sdk/client-lambda');
    client ??= createLambdaClient(endpoint);
    const input = { FunctionName: functionName, InvocationType: 'Event', Payload: Buffer.from(event) } as const;
    await (await client).send(new InvokeCommand(input));
  };
}
