import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach } from '@jest/globals';
import { type LambdaHost, type LambdaHostOptions, startLambdaHost } from '../../../local/hosts/lambda/host.ts';
import { createClosers } from '../../e2e/support/closers.ts';

export type Invoked = { status: number | undefined; error: string | undefined; payload: unknown; log: string };

export type LambdaFunction = {
  readonly host: LambdaHost;
  readonly logs: string[];
  /** Where the module lies. */
  readonly folder: string;
  /** Writes another source over the module. */
  readonly rewrite: (source: string) => Promise<void>;
  /** Invokes through the real SDK. */
  readonly invoke: (event: unknown, more?: Partial<InvokeCommandInput>) => Promise<Invoked>;
  readonly close: () => Promise<void>;
};

/** Starts a Lambda host for a handler given as the source of an ES module. */
export async function startFunction(source: string, more: Partial<LambdaHostOptions> = {}): Promise<LambdaFunction> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-lambda-'));
  const handlerModule = join(folder, 'router.mjs');
  const logs: string[] = [];
  const rewrite = (text: string) => writeFile(handlerModule, text);
  await rewrite(source);
  const onLog = (line: string) => void logs.push(line);
  const host = await startLambdaHost({ functionName: 'router', handlerModule, onLog, ...more });
  const client = createClient(host.url);
  const close = async () => {
    client.destroy();
    await host.close();
    await rm(folder, { recursive: true });
  };
  return { host, logs, folder, rewrite, invoke: (event, rest) => invoke(client, event, rest), close };
}

/** The same for a whole file of tests: what a test has started is closed behind it. */
export function startForEach(): typeof startFunction {
  const closers = createClosers();
  afterEach(closers.closeAll);
  return async (source, more) => closers.add(await startFunction(source, more));
}

function createClient(endpoint: string): LambdaClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new LambdaClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function invoke(client: LambdaClient, event: unknown, more: Partial<InvokeCommandInput> = {}): Promise<Invoked> {
  const input = { FunctionName: 'router', Payload: Buffer.from(JSON.stringify(event)), ...more };
  const output = await client.send(new InvokeCommand(input));
  const text = output.Payload?.length ? Buffer.from(output.Payload).toString('utf8') : 'null';
  const log = Buffer.from(output.LogResult ?? '', 'base64').toString('utf8');
  return { status: output.StatusCode, error: output.FunctionError, payload: JSON.parse(text), log };
}
