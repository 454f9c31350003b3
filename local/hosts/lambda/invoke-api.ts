import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { AwsError } from '../../emulators/aws-error.ts';
import { type Handle, sendJson } from '../../http.ts';
import type { Invocation, Outcome } from './environment.ts';
import { type InvokeRequest, readInvokeRequest } from './invoke-request.ts';

export type Invoker = {
  readonly run: (invocation: Invocation) => Promise<Outcome>;
  readonly accept: (invocation: Invocation) => void;
};

/** The Invoke operation of the Lambda API for one function, as the AWS SDKs call it; signatures are not checked. */
export function createInvokeApi(functionName: string, invoker: Invoker): Handle {
  return async (request, response) => {
    const requestId = randomUUID();
    response.setHeader('x-amzn-requestid', requestId);
    try {
      const call = await readInvokeRequest(request, functionName);
      const { payload, clientContext } = call;
      const invocation = { requestId, payload, clientContext };
      if (call.type === 'RequestResponse') return sendOutcome(response, call, await invoker.run(invocation));
      if (call.type === 'Event') invoker.accept(invocation);
      response.writeHead(call.type === 'Event' ? 202 : 204).end();
    } catch (error) {
      sendError(response, error);
    }
  };
}

function sendOutcome(response: ServerResponse, call: InvokeRequest, outcome: Outcome): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'x-amz-executed-version': '$LATEST',
    ...(outcome.kind === 'error' && { 'x-amz-function-error': 'Unhandled' }),
    ...(call.wantsLog && { 'x-amz-log-result': Buffer.from(outcome.log).toString('base64') }),
  });
  response.end(outcome.payload);
}

function sendError(response: ServerResponse, thrown: unknown): void {
  const error = thrown instanceof AwsError ? thrown : new AwsError(500, 'ServiceException', String(thrown));
  // the one error whose model in the API spells its message with a capital letter
  const field = error.code === 'ResourceNotFoundException' ? 'Message' : 'message';
  const body = { Type: error.status < 500 ? 'User' : 'Service', [field]: error.message };
  sendJson(response, error.status, body, { 'x-amzn-errortype': error.code });
}
