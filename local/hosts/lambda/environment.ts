import { type EnvironmentChild, type EnvironmentSettings, type Exit, startChild } from './environment-child.ts';
import { createLogTail, type LogTail } from './log-tail.ts';
import type { FromEnvironment } from './runtime/messages.ts';

export type Invocation = {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  /** JSON text. */
  readonly clientContext?: string | undefined;
};

/** How a handler's run ended; `payload` is JSON text in either case, `log` the end of what it wrote meanwhile. */
export type Outcome = { readonly kind: 'response' | 'error'; readonly payload: string; readonly log: string };

export type Environment = {
  /** Runs one invocation; an environment is given no second one before the first has ended. */
  readonly run: (invocation: Invocation) => Promise<Outcome>;
  /** Loads the handler's module now and not with the first invocation. */
  readonly start: () => void;
  /** True when its process has failed, ended or been killed: what is needed then is another environment. */
  readonly spent: () => boolean;
  /** Kills the process; resolves when it has gone. */
  readonly close: () => Promise<void>;
};

/**
 * An execution environment in a process of its own, and not in a worker thread: it can be killed in the middle of
 * native code, exit, run out of memory or crash in a native module, and the host goes on, as Lambda does.
 */
export function createEnvironment(settings: EnvironmentSettings): Environment {
  let child: EnvironmentChild | undefined;
  let closed = false;
  let tail: LogTail | undefined;
  const onLine = (line: string) => {
    tail?.add(line);
    settings.onLine(line);
  };
  const start = () => {
    child ??= startChild({ ...settings, onLine });
    return child;
  };
  const spent = () => closed || child?.alive() === false;
  const close = async () => {
    closed = true;
    child?.kill();
    await child?.exited;
  };
  const run = async (invocation: Invocation) => {
    const log = createLogTail();
    tail = log;
    const ending = await logged(log, invocation.requestId, () => runIn(start(), invocation, settings));
    tail = undefined;
    if (ending.kind === 'limit' || ending.kind === 'fatal') await close();
    return { ...toAnswer(ending, invocation.requestId, settings.timeoutMs), log: log.text() };
  };
  return { run, start: () => void start(), spent, close };
}

type Ending = FromEnvironment | Exit | { readonly kind: 'limit' };
type Answer = Omit<Outcome, 'log'>;

/** Adds the lines that Lambda itself writes around an invocation. */
async function logged<T>(log: LogTail, requestId: string, run: () => Promise<T>): Promise<T> {
  const started = performance.now();
  log.add(`START RequestId: ${requestId} Version: $LATEST`);
  const result = await run();
  log.add(`END RequestId: ${requestId}`);
  log.add(`REPORT RequestId: ${requestId}\tDuration: ${(performance.now() - started).toFixed(2)} ms`);
  return result;
}

async function runIn(child: EnvironmentChild, invocation: Invocation, settings: EnvironmentSettings): Promise<Ending> {
  const ready = await within(settings.timeoutMs, child.ready);
  if (ready.kind !== 'ready') return ready;
  const deadline = Date.now() + settings.timeoutMs;
  const message = { ...invocation, functionArn: settings.identity.arn, deadline };
  return within(settings.timeoutMs, child.invoke(message));
}

function within<T>(ms: number, result: Promise<T>): Promise<T | { readonly kind: 'limit' }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve({ kind: 'limit' }), ms);
    result.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

function toAnswer(ending: Ending, requestId: string, timeoutMs: number): Answer {
  switch (ending.kind) {
    case 'response':
      return { kind: 'response', payload: ending.payload };
    case 'error':
    case 'fatal':
      return { kind: 'error', payload: ending.payload };
    case 'limit':
      return failure('Sandbox.Timedout', `RequestId: ${requestId} Error: Task timed out after ${seconds(timeoutMs)}`);
    default:
      return failure('Runtime.ExitError', `RequestId: ${requestId} Error: ${exitReason(ending)}`);
  }
}

function failure(errorType: string, errorMessage: string): Answer {
  return { kind: 'error', payload: JSON.stringify({ errorType, errorMessage }) };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} seconds`;
}

function exitReason(ending: Ending): string {
  if (ending.kind !== 'exit' || ending.code === 0) return 'Runtime exited without providing a reason';
  if (ending.signal) return `Runtime exited with error: signal: ${ending.signal}`;
  return `Runtime exited with error: exit status ${ending.code}`;
}
