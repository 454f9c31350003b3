import { type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import type { Clock } from '../clock.ts';
import { type Handle, type Listening, sendJson, serve } from '../http.ts';
import { createEventBridgeApi, type EventBridgeApiOptions } from './event-bridge/event-bridge-api.ts';
import type { Queue } from './sqs/queue.ts';
import { createSqsApi } from './sqs/sqs-api.ts';

export type AwsOptions = {
  readonly port?: number;
  readonly clock: Clock;
  /** The Lambda host. */
  readonly lambda?: { readonly url: string };
  readonly queues?: readonly Queue[];
  readonly eventBridge?: EventBridgeApiOptions;
};

type Service = {
  readonly name: string;
  readonly takes: (request: IncomingMessage) => boolean;
  readonly handle: Handle;
};

/** One endpoint for the AWS SDKs of all services that are emulated here: what `AWS_ENDPOINT_URL` names. */
export function startAws(options: AwsOptions): Promise<Listening> {
  const services = createServices(options);
  const names = services.map(({ name }) => name).join(', ') || 'no service';
  return serve((request, response) => {
    const service = services.find(({ takes }) => takes(request));
    return service ? service.handle(request, response) : refuse(request, response, names);
  }, options.port);
}

function createServices({ clock, lambda, queues, eventBridge }: AwsOptions): Service[] {
  const services: Service[] = [];
  const isLambda = ({ url }: IncomingMessage) => url?.startsWith('/2015-03-31/functions/') ?? false;
  if (lambda) services.push({ name: 'Lambda (Invoke)', takes: isLambda, handle: forwardTo(lambda.url) });
  if (queues) services.push({ name: 'SQS', takes: hasTarget('AmazonSQS.'), handle: createSqsApi({ queues, clock }) });
  if (eventBridge) {
    services.push({ name: 'EventBridge', takes: hasTarget('AWSEvents.'), handle: createEventBridgeApi(eventBridge) });
  }
  return services;
}

function hasTarget(prefix: string): Service['takes'] {
  return ({ headers }) => String(headers['x-amz-target'] ?? '').startsWith(prefix);
}

/** Passes a request on as it is, and its answer back. */
function forwardTo(url: string): Handle {
  return (request, response) =>
    new Promise((resolve) => {
      const { method = 'GET', url: path = '/', headers } = request;
      const onward = sendRequest(new URL(path, url), { method, headers, agent: false }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.once('error', (error) => unreachable(response, error));
      response.once('close', () => {
        onward.destroy();
        resolve();
      });
      request.pipe(onward);
    });
}

function unreachable(response: ServerResponse, error: Error): void {
  const body = { Type: 'Service', message: `The Lambda host does not answer: ${error.message}` };
  if (!response.headersSent) sendJson(response, 503, body, { 'x-amzn-errortype': 'ServiceException' });
  else response.destroy();
}

/** Services with a target header read JSON errors; S3 and others without one read XML. */
async function refuse(request: IncomingMessage, response: ServerResponse, names: string): Promise<void> {
  const asked = request.headers['x-amz-target'] ?? `${request.method} ${request.url}`;
  const message = `Not emulated here: ${asked}. This endpoint serves ${names}.`;
  request.resume();
  if (request.headers['x-amz-target']) return sendJson(response, 501, { __type: 'NotImplemented', message });
  response.writeHead(501, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NotImplemented</Code><Message>${escapeXml(message)}</Message></Error>`,
  );
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
