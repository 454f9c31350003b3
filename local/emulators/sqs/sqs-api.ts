import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../clock.ts';
import { type Handle, readBody, sendJson } from '../../http.ts';
import { AwsError } from '../aws-error.ts';
import { wireNames } from './errors.ts';
import { operations } from './operations.ts';
import type { Queue } from './queue.ts';

export type SqsApiOptions = { readonly queues: readonly Queue[]; readonly clock: Clock };

const contentType = { 'content-type': 'application/x-amz-json-1.0' };
const target = /^AmazonSQS\.(\w+)$/;

/** Amazon SQS's JSON protocol over some queues (SQS Developer Guide, "AWS JSON protocol"); signatures are not checked. */
export function createSqsApi({ queues, clock }: SqsApiOptions): Handle {
  const byName = new Map(queues.map((queue) => [queue.name, queue]));
  return async (request, response) => {
    response.setHeader('x-amzn-requestid', randomUUID());
    try {
      const operation = target.exec(String(request.headers['x-amz-target']))?.[1] ?? '';
      if (!Object.hasOwn(operations, operation)) throw unknownOperation(operation);
      const run = operations[operation as keyof typeof operations]; // just checked
      const input = await readInput(request);
      const gone = new Promise<void>((resolve) => response.once('close', resolve));
      const output = await run(input, { queues: byName, clock, baseUrl: baseUrl(request), gone });
      sendJson(response, 200, output, contentType);
    } catch (error) {
      sendError(response, error);
    }
  };
}

async function readInput(request: IncomingMessage): Promise<Record<string, unknown>> {
  const text = (await readBody(request)).toString('utf8');
  const input = parseJson(text || '{}');
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { ...input };
  throw new AwsError(400, 'InvalidParameterValue', 'The request body is not a JSON object.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function baseUrl(request: IncomingMessage): string {
  return `http://${request.headers.host ?? 'localhost'}`;
}

function unknownOperation(name: string): AwsError {
  const message = `The action ${name || '(none)'} is not valid here: there are ${Object.keys(operations).join(', ')}.`;
  return new AwsError(400, 'InvalidAction', message);
}

function sendError(response: ServerResponse, thrown: unknown): void {
  const error = thrown instanceof AwsError ? thrown : new AwsError(500, 'InternalError', String(thrown));
  const { type, query } = wireNames(error.code);
  const side = error.status < 500 ? 'Sender' : 'Receiver';
  const body = { __type: type, message: error.message };
  sendJson(response, error.status, body, { ...contentType, 'x-amzn-query-error': `${query};${side}` });
}
