import { pathToFileURL } from 'node:url';
import { runtimeError } from './format-error.ts';

export type Handler = (event: unknown, context: object) => unknown;

const CALLBACKS_REMOVED =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to ' +
  'modify this function to use a supported handler signature to use Node.js 24 or later. For more information see ' +
  'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';

/** The `handler` that a module exports; throws what Lambda's nodejs24.x runtime reports for a handler it refuses. */
export async function loadHandler(path: string, name: string): Promise<Handler> {
  const module = await importModule(path);
  const handler = module.handler ?? exportsOf(module.default).handler;
  if (!handler) throw runtimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (!isHandler(handler)) throw runtimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  if (handler.length >= 3) throw runtimeError('Runtime.CallbackHandlerDeprecated', CALLBACKS_REMOVED);
  return handler;
}

async function importModule(path: string): Promise<Record<string, unknown>> {
  try {
    return exportsOf(await import(pathToFileURL(path).href));
  } catch (error) {
    if (error instanceof SyntaxError) throw runtimeError('Runtime.UserCodeSyntaxError', String(error));
    throw error;
  }
}

function exportsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}
