import type { Answer } from './answer.ts';
import type { TypedData } from './core-types.ts';
import { type HubEvent, toBatchInput, toSingleInput } from './event-hub-batch.ts';
import type { InvocationInput } from './invocation.ts';
import { hasTrigger, toTrigger } from './trigger.ts';
import type { RegisteredFunction } from './worker-app.ts';

/** What `GET /admin/functions` tells of a function; a part of what the real host does. */
export function describeFunction(registered: RegisteredFunction) {
  const { name, bindings, retryOptions } = registered.metadata;
  return {
    name,
    language: 'node',
    trigger: toTrigger(registered).type,
    bindings: Object.values(bindings),
    retryOptions,
  };
}

/**
 * Runs a function by hand: `{ "input": "text" }` is its trigger's input ("Manually run a non HTTP-triggered function").
 * 202 at once; how it ends is in the log.
 */
export function answerAdminRun(
  registered: RegisteredFunction,
  body: Uint8Array,
  invoke: (input: InvocationInput) => void,
): Answer {
  const input = readInput(body);
  if (input === undefined) return { status: 400, body: 'The body is {} or { "input": "text" }' };
  invoke(toAdminInput(registered, input));
  return { status: 202 };
}

/** The input that a trigger makes of text. A timer takes none: it gets the state of its schedule. */
export function toAdminInput(registered: RegisteredFunction, input: string): InvocationInput {
  const trigger = toTrigger(registered);
  if (hasTrigger(registered, 'timerTrigger')) return { data: toTimerInfo() };
  if (!hasTrigger(registered, 'eventHubTrigger')) return { data: { string: input } };
  const event: HubEvent = { body: input, sequenceNumber: 0, offset: '0', enqueuedTimeUtc: new Date().toISOString() };
  return trigger.cardinality === 'many' ? toBatchInput(trigger, '0', [event]) : toSingleInput(trigger, '0', event);
}

function toTimerInfo(): TypedData {
  const now = new Date().toISOString();
  const ScheduleStatus = { Last: now, Next: now, LastUpdated: now };
  return { json: JSON.stringify({ Schedule: { AdjustForDST: true }, ScheduleStatus, IsPastDue: false }) };
}

function readInput(body: Uint8Array): string | undefined {
  try {
    const { input = '' }: { input?: unknown } = JSON.parse(new TextDecoder().decode(body)) ?? {};
    return typeof input === 'object' ? undefined : String(input);
  } catch {
    return undefined; // not JSON; the caller says what it wants
  }
}
