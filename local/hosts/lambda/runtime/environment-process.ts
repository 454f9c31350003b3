import { maxResponse } from '../limits.ts';
import { createContext } from './context.ts';
import { formatError, type LambdaError, runtimeError } from './format-error.ts';
import { type Handler, loadHandler } from './load-handler.ts';
import { endMark, type FromEnvironment, type ToEnvironment } from './messages.ts';

/*
 * One execution environment: a process of its own that loads the handler once and then runs one invocation at a time.
 * It does what Lambda's Node.js runtime client does, with the parent process in the place of the Runtime API.
 */

// taken before the handler's module can replace them
const streams = [process.stdout, process.stderr].map((stream) => stream.write.bind(stream));
let current: string | undefined;

process.on('disconnect', () => process.exit());
process.on('uncaughtException', (error) => fail(formatError(error), 129));
process.on('unhandledRejection', (reason) => {
  const error = runtimeError('Runtime.UnhandledPromiseRejection', String(reason));
  fail({ ...formatError(error), trace: formatError(reason).trace }, 128);
});

const [modulePath = '', handlerName = ''] = process.argv.slice(2);
try {
  const handler = await loadHandler(modulePath, handlerName);
  process.on('message', (message) => void serveInvocation(handler, message as ToEnvironment)); // only the host sends
  send({ kind: 'ready' });
} catch (error) {
  fail(formatError(error), 1);
}

async function serveInvocation(handler: Handler, invocation: ToEnvironment): Promise<void> {
  current = invocation.requestId;
  const answer = await runHandler(handler, invocation);
  await endOutput(invocation.requestId);
  current = undefined;
  send(answer);
}

async function runHandler(handler: Handler, invocation: ToEnvironment): Promise<FromEnvironment> {
  try {
    const result = await handler(JSON.parse(invocation.payload), createContext(invocation));
    return toAnswer(stringify(result));
  } catch (error) {
    return errorAnswer(formatError(error));
  }
}

function stringify(result: unknown): string {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null'; // a function or a symbol has no JSON
  } catch {
    throw runtimeError('Runtime.JSONStringifyError', 'Unable to stringify response body');
  }
}

function toAnswer(payload: string): FromEnvironment {
  if (Buffer.byteLength(payload) <= maxResponse) return { kind: 'response', payload };
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${maxResponse} bytes).`;
  const error = { errorType: 'Function.ResponseSizeTooLarge', errorMessage };
  return { kind: 'error', payload: JSON.stringify(error) };
}

function errorAnswer(error: LambdaError): FromEnvironment {
  logError('Invoke Error', error);
  return { kind: 'error', payload: JSON.stringify(error) };
}

/** Reports what the handler can no longer answer for, then ends the process: Lambda replaces such an environment. */
function fail(error: LambdaError, exitCode: number): void {
  const payload = JSON.stringify(error);
  logError(current === undefined ? 'Init Error' : 'Invoke Error', error);
  send({ kind: 'fatal', payload }, () => process.exit(exitCode));
}

function logError(title: string, error: LambdaError): void {
  const { trace, ...short } = error;
  const line = [new Date().toISOString(), current ?? '-', 'ERROR', title, JSON.stringify({ ...short, stack: trace })];
  streams[1]?.(`${line.join('\t')}\n`);
}

function endOutput(requestId: string): Promise<unknown> {
  const mark = `${endMark(requestId)}\n`;
  return Promise.all(streams.map((write) => new Promise<void>((resolve) => write(mark, () => resolve()))));
}

function send(message: FromEnvironment, then?: () => void): void {
  process.send?.(message, undefined, {}, () => then?.());
}
