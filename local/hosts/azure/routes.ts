import type { IncomingMessage } from 'node:http';
import { BodyTooLarge, type Handle, readBody } from '../../http.ts';
import { answerAdminRun, describeFunction } from './admin.ts';
import { type Answer, sendAnswer, toJsonAnswer } from './answer.ts';
import { answerEventGrid } from './event-grid-webhook.ts';
import type { HubDelivery } from './event-hub-delivery.ts';
import { answerEventHub } from './event-hub-webhook.ts';
import type { InvocationInput, InvocationResult } from './invocation.ts';
import { hasTrigger } from './trigger.ts';
import type { RegisteredFunction } from './worker-app.ts';

const DRAINED_BYTES = 64 * 1024 * 1024;

export type HostContext = {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  readonly invoke: (registered: RegisteredFunction, input: InvocationInput) => Promise<InvocationResult>;
  readonly deliver: HubDelivery;
  readonly maxBodyBytes: number;
};

/** The paths of the real host, in any case, and one of our own for Event Hubs. Keys (`?code=`) are taken and not looked at. */
export function createHandler(context: HostContext): Handle {
  return async (request, response) => {
    const answer = await route(context, request).catch((error: unknown) => {
      if (error instanceof BodyTooLarge) return { status: 413, body: error.message };
      throw error;
    });
    sendAnswer(response, answer);
  };
}

async function route(context: HostContext, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const functionName = [...url.searchParams].find(([name]) => name.toLowerCase() === 'functionname')?.[1] ?? '';
  const path = url.pathname.toLowerCase();
  if (path === '/runtime/webhooks/eventgrid') return eventGrid(context, functionName, request);
  if (path === '/runtime/webhooks/eventhub') return eventHub(context, functionName, request);
  if (path === '/admin/host/status') return toJsonAnswer(200, { state: 'Running' });
  if (path === '/admin/functions') return toJsonAnswer(200, [...context.functions.values()].map(describeFunction));
  const [, name] = url.pathname.match(/^\/admin\/functions\/([^/]+)$/i) ?? [];
  return name ? admin(context, name, request) : { status: 404 };
}

async function eventGrid(context: HostContext, functionName: string, request: IncomingMessage): Promise<Answer> {
  const registered = find(context, functionName, 'eventGridTrigger');
  if (!registered) return notFound(functionName);
  const { method = '', headers } = request;
  const body = await read(request, context);
  return answerEventGrid({ method, headers, body, functionName }, (json) =>
    context.invoke(registered, { data: { json } }),
  );
}

async function eventHub(context: HostContext, functionName: string, request: IncomingMessage): Promise<Answer> {
  const registered = find(context, functionName, 'eventHubTrigger');
  if (!registered) return notFound(functionName);
  const body = await read(request, context);
  return answerEventHub(body, (partitionId, events) => context.deliver(registered, partitionId, events));
}

async function admin(context: HostContext, name: string, request: IncomingMessage): Promise<Answer> {
  const registered = context.functions.get(name);
  if (!registered) return { status: 404 };
  if (request.method === 'GET') return toJsonAnswer(200, describeFunction(registered));
  const body = await read(request, context);
  return answerAdminRun(registered, body, (input) => void context.invoke(registered, input));
}

/** Reads on past the limit for a while: a client that is cut off while it sends would never see the 413. */
async function read(request: IncomingMessage, { maxBodyBytes }: HostContext): Promise<Buffer> {
  const body = await readBody(request, maxBodyBytes + DRAINED_BYTES);
  if (body.length > maxBodyBytes) throw new BodyTooLarge(`The body is longer than ${maxBodyBytes} bytes`);
  return body;
}

function find({ functions }: HostContext, name: string, trigger: string): RegisteredFunction | undefined {
  const registered = functions.get(name);
  return registered && hasTrigger(registered, trigger) ? registered : undefined;
}

function notFound(functionName: string): Answer {
  return { status: 404, body: `cannot find function: '${functionName}'` };
}
