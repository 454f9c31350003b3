import { resolve } from 'node:path';
import { type Clock, createClock } from '../../clock.ts';
import { type Listening, serve } from '../../http.ts';
import { createAsyncQueue, type OnFailure } from './async-queue.ts';
import { createEnvironment, type Invocation } from './environment.ts';
import { identify } from './function-identity.ts';
import { createInvokeApi } from './invoke-api.ts';
import { createPool } from './pool.ts';

export type LambdaHostOptions = {
  readonly functionName: string;
  /** Path of a module that exports `handler`; Node runs it as it is, TypeScript included. */
  readonly handlerModule: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** What one invocation may take, in milliseconds of the machine's own clock; 60,000 by default. */
  readonly timeoutMs?: number;
  /** 1,024 by default: the heap's limit too, so that a handler that needs more ends as it does on Lambda. */
  readonly memoryMb?: number;
  /** Execution environments, each running one invocation at a time; 1 by default. */
  readonly environments?: number;
  /** The function's own variables: it sees none of the host's but PATH, HOME and the like. */
  readonly env?: Record<string, string>;
  /** The time that the retries of asynchronous invocations go by. */
  readonly clock?: Clock;
  /** Gets each line that the function writes, and what the host itself has to say of an event. */
  readonly onLog?: (line: string) => void;
  /** The on-failure destination of asynchronous invocations. */
  readonly onFailure?: OnFailure;
};

export type LambdaHost = Listening & {
  /** Runs the module's present code from the next invocation on. */
  readonly reload: () => Promise<void>;
  /** Synchronous invocations and asynchronous events that are not done, waiting retries included. */
  readonly pending: () => number;
};

/** Runs one function as Lambda's nodejs24.x runtime does, behind the Lambda Invoke API. */
export async function startLambdaHost(options: LambdaHostOptions): Promise<LambdaHost> {
  const { functionName, timeoutMs = 60_000, memoryMb = 1024, env: variables = {} } = options;
  const { clock = createClock(), onFailure } = options;
  const identity = identify(functionName, resolve(options.handlerModule), memoryMb);
  const onLog = (line: string) => {
    process.stdout.write(`${line}\n`);
    options.onLog?.(line);
  };
  const settings = { identity, variables, timeoutMs, onLine: onLog };
  const pool = createPool(options.environments ?? 1, () => createEnvironment(settings));
  const queue = createAsyncQueue({ identity, run: pool.run, clock, onFailure, onLog });
  let calls = 0;
  const run = (invocation: Invocation) => {
    calls++;
    return pool.run(invocation).finally(() => calls--);
  };
  const api = createInvokeApi(functionName, { run, accept: queue.accept });
  const listening = await serve(api, options.port);
  const close = async () => {
    queue.close();
    await Promise.all([listening.close(), pool.close()]);
  };
  return { ...listening, close, reload: pool.reload, pending: () => calls + queue.pending() };
}
