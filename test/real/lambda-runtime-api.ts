import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, serve } from '../../local/http.ts';
import type { Runtime } from './lambda-runtime-install.ts';

export type Answer = { readonly kind: 'response' | 'error' | 'init/error'; readonly body: unknown };

export type RunningFunction = {
  /** Hands it a payload, as Lambda does, and waits for its answer; an answer of `init/error` when it never came to run. */
  readonly invoke: (payload: unknown, timeMs?: number) => Promise<Answer>;
  readonly close: () => Promise<void>;
};

type Options = { readonly folder: string; readonly handler: string; readonly env: Readonly<Record<string, string>> };
type Invocation = { readonly payload: unknown; readonly deadline: number };

/** Starts a function behind a Runtime API (Lambda documentation, "Using the Lambda runtime API") that knows one call at a time. */
export async function startFunction({ client, node }: Runtime, options: Options): Promise<RunningFunction> {
  const calls = createCalls();
  const api = await serve((request, response) => answer(calls, request, response), 0);
  const child = spawn(node, [client, options.handler], {
    cwd: options.folder,
    env: { ...toEnv(options), AWS_LAMBDA_RUNTIME_API: new URL(api.url).host },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const words: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => words.push(text));
  const ended = once(child, 'close');
  ended.then(() => calls.settle({ kind: 'init/error', body: words.join('') }));
  return {
    invoke: (payload, timeMs = 60_000) => calls.add({ payload, deadline: Date.now() + timeMs }),
    close: async () => {
      child.kill('SIGKILL');
      await ended;
      await api.close();
    },
  };
}

function toEnv({ folder, handler, env }: Options) {
  return {
    PATH: process.env.PATH,
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: handler,
    AWS_LAMBDA_FUNCTION_NAME: 'waybill-router',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '2048',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/waybill-router',
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/31/[$LATEST]1',
    AWS_REGION: 'eu-west-1',
    ...env,
  };
}

/** The call that waits for the function, and the function that waits for a call. */
function createCalls() {
  let call = Promise.withResolvers<Invocation>();
  let result = Promise.withResolvers<Answer>();
  const settle = (given: Answer) => result.resolve(given);
  return {
    add: async (invocation: Invocation): Promise<Answer> => {
      call.resolve(invocation);
      const given = await result.promise;
      // What has ended, or never began, answers every call alike.
      if (given.kind !== 'init/error') result = Promise.withResolvers();
      return given;
    },
    take: async () => {
      const taken = await call.promise;
      call = Promise.withResolvers();
      return taken;
    },
    settle,
  };
}

type Calls = ReturnType<typeof createCalls>;

async function answer(calls: Calls, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url = '' } = request;
  if (url.endsWith('/invocation/next')) return sendNext(await calls.take(), response);
  const body: unknown = JSON.parse((await readBody(request, 6_000_000)).toString());
  const [, kind = 'response'] = /\/(init\/error|error|response)$/.exec(url) ?? [];
  calls.settle({ kind: kind as Answer['kind'], body }); // the expression takes no other
  response.writeHead(202).end();
}

function sendNext({ payload, deadline }: Invocation, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
    'lambda-runtime-deadline-ms': String(deadline),
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:111122223333:function:waybill-router',
    'lambda-runtime-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0',
  });
  response.end(JSON.stringify(payload));
}
