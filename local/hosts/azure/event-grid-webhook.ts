import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, toJsonAnswer } from './answer.ts';
import type { InvocationResult } from './invocation.ts';
import { splitEvents } from './split-events.ts';

export type WebhookCall = {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  readonly functionName: string;
};

/** The names under which Event Grid calls, one per Azure cloud. */
const ORIGINS = [
  'eventgrid.azure.net',
  'eventgrid.azure.us',
  'eventgrid.azure.eaglex.ic.gov',
  'eventgrid.azure.microsoft.scloud',
  'eventgrid.azure.cn',
];

/**
 * Answers Event Grid for a function with an Event Grid trigger, as the vendor's extension does
 * (Microsoft.Azure.WebJobs.Extensions.EventGrid, HttpRequestProcessor): both handshakes without calling the function, a
 * notification with one call per event, all at once, and 202 only when every call succeeded.
 */
export async function answerEventGrid(
  call: WebhookCall,
  invoke: (json: string) => Promise<InvocationResult>,
): Promise<Answer> {
  if (call.method === 'OPTIONS') return allowOrigin(call.headers['webhook-request-origin']);
  const kind = String(call.headers['aeg-event-type']).toLowerCase();
  if (kind === 'unsubscribe') return { status: 202 };
  if (kind === 'subscriptiondeletion') return { status: 200 };
  if (kind !== 'notification' && kind !== 'subscriptionvalidation')
    return refuse('The header aeg-event-type is missing or unknown');
  const events = splitEvents(call.body);
  if (!events) return refuse('The body is not a JSON object or array, or is nested too deep');
  return kind === 'notification' ? notify(events, call.functionName, invoke) : validate(events[0]);
}

function allowOrigin(requested: string | string[] | undefined): Answer {
  const origin = ORIGINS.find((known) => known === requested) ?? 'eventgrid.azure.net';
  return { status: 200, headers: { 'webhook-allowed-origin': origin } };
}

async function notify(
  events: readonly string[],
  functionName: string,
  invoke: (json: string) => Promise<InvocationResult>,
): Promise<Answer> {
  const results = await Promise.all(events.map(invoke));
  if (results.every((result) => result.kind === 'succeeded')) return { status: 202 };
  return { status: 500, body: `Exception while executing function: Functions.${functionName}` };
}

function validate(event: string | undefined): Answer {
  const data = toMember(parse(event), 'data');
  // In a CloudEvent the data is JSON in a string.
  const code = toMember(typeof data === 'string' ? parse(data) : data, 'validationCode');
  return typeof code === 'string'
    ? toJsonAnswer(200, { validationResponse: code })
    : refuse('The event has no data.validationCode');
}

function parse(json = 'null'): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // the caller finds no member in it
  }
}

function toMember(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined; // any object
}

function refuse(reason: string): Answer {
  return { status: 400, body: reason };
}
