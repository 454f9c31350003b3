import type { IncomingMessage } from 'node:http';
import { arn } from '../../emulators/aws-account.ts';
import { AwsError } from '../../emulators/aws-error.ts';
import { readBody } from '../../http.ts';
import { maxAsyncRequest, maxSyncRequest } from './limits.ts';

export type InvokeRequest = {
  readonly type: 'RequestResponse' | 'Event' | 'DryRun';
  /** JSON text, `{}` for an empty body. */
  readonly payload: string;
  /** JSON text. */
  readonly clientContext: string | undefined;
  readonly wantsLog: boolean;
};

/**
 * Reads one call of Invoke (AWS Lambda API Reference, "Invoke") for the function `name`. Throws an `AwsError` for a
 * call that Lambda refuses.
 */
export async function readInvokeRequest(request: IncomingMessage, name: string): Promise<InvokeRequest> {
  checkFunction(request, name);
  const type = invocationType(header(request, 'x-amz-invocation-type') ?? 'RequestResponse');
  const body = await readBody(request);
  const limit = type === 'Event' ? maxAsyncRequest : maxSyncRequest;
  if (body.length > limit) throw tooLarge(limit);
  const context = header(request, 'x-amz-client-context');
  return {
    type,
    payload: toJsonText(body),
    clientContext: context && type === 'RequestResponse' ? toClientContext(context) : undefined,
    wantsLog: header(request, 'x-amz-log-type') === 'Tail',
  };
}

function checkFunction(request: IncomingMessage, name: string): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const called = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/.exec(url.pathname)?.[1];
  if (request.method !== 'POST' || called === undefined) throw unknownOperation(`${request.method} ${url.pathname}`);
  const [base, version] = splitQualifier(decodeURIComponent(called));
  const qualifier = url.searchParams.get('Qualifier') ?? version;
  const suffix = qualifier === undefined ? '' : `:${qualifier}`;
  if (base !== name || (suffix && suffix !== ':$LATEST')) throw notFound(arn('lambda', `function:${base}${suffix}`));
}

/** `name`, `name:qualifier`, or either at the end of a whole or partial ARN. */
function splitQualifier(called: string): [string, string | undefined] {
  const [base = '', qualifier] = called.replace(/^.*function:/, '').split(':');
  return [base, qualifier];
}

function invocationType(value: string): InvokeRequest['type'] {
  if (value === 'RequestResponse' || value === 'Event' || value === 'DryRun') return value;
  throw invalidParameter(`InvocationType must be RequestResponse, Event or DryRun, not ${value}`);
}

function toJsonText(body: Buffer): string {
  if (body.length === 0) return '{}';
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    JSON.parse(text); // only to know: V8 parses any depth without recursion, and the environment parses the text again
    return text;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError(400, 'InvalidRequestContentException', `Could not parse request body into json: ${reason}`);
  }
}

function toClientContext(encoded: string): string {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw new AwsError(400, 'InvalidRequestContentException', 'Client context must be a valid Base64-encoded JSON.');
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

function notFound(functionArn: string): AwsError {
  return new AwsError(404, 'ResourceNotFoundException', `Function not found: ${functionArn}`);
}

function tooLarge(limit: number): AwsError {
  const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
  return new AwsError(413, 'RequestTooLargeException', message);
}

function invalidParameter(message: string): AwsError {
  return new AwsError(400, 'InvalidParameterValueException', message);
}

function unknownOperation(call: string): AwsError {
  const message = `This host answers POST /2015-03-31/functions/NAME/invocations, not ${call}`;
  return new AwsError(501, 'UnknownOperationException', message);
}
