import type { Context } from '../routing/context.ts';
import { done, isOutcome, type Outcome, reject, retry } from '../routing/outcome.ts';
import type { Route } from '../routing/route.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import { cloneJson } from '../schemas/json.ts';
import { describe, kindOf } from '../schemas/result.ts';
import { validate } from '../schemas/schema.ts';
import { idempotencyKey } from './claim.ts';
import type { Emitted } from './emit.ts';
import { messageOf, PortError } from './port-error.ts';
import type { Ports } from './ports.ts';
import type { Work } from './work.ts';

export type Run = { readonly outcome: Outcome; readonly emitted: readonly Emitted[] };

/** Validates the data and runs the route's handler once, both within the route's timeout. Whatever they do, it does not throw. */
export async function run(ports: Ports, work: Work, attempt: number): Promise<Run> {
  const { route, event, signal } = work;
  const emitted: Emitted[] = [];
  const limit = createLimit(ports, route, signal);
  const context = toContext(ports, route, { event, attempt, signal: limit.signal, emitted });
  const outcome = await Promise.race([limit.outcome, call(() => handleValid(route, event, context))]);
  limit.cancel();
  return { outcome, emitted: [...emitted] };
}

async function handleValid(route: Route, event: CloudEvent, context: Context<string>): Promise<unknown> {
  // A copy, since the routes of one event share it, and a schema may hand through what a handler then changes.
  const data = await validate(route.schema, cloneJson(event.data));
  if (!data.ok) return reject('schema', `route ${route.name}: ${describe(data.error)}`);
  const fitting = { ...event, data: data.value } as CloudEvent<never> & { data: never }; // the schema has just made it fit
  return route.handle(fitting, context);
}

type Given = {
  readonly event: CloudEvent;
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly emitted: Emitted[];
};

function toContext(ports: Ports, route: Route, { event, attempt, signal, emitted }: Given): Context<string> {
  return {
    blobs: ports.blobs,
    mail: ports.mail,
    payments: ports.payments,
    state: ports.state,
    emit: (type, data, options) => void emitted.push({ type, data: toWire(data), subject: options?.subject }),
    log: (message, fields) => ports.log({ ...fields, level: 'info', message, route: route.name, id: event.id }),
    signal,
    attempt,
    isLastAttempt: attempt >= route.retry.attempts,
    idempotencyKey: idempotencyKey(route.name, event),
  };
}

/** What will arrive of it, whatever the handler does to it afterwards; throws when it cannot be JSON. */
function toWire(data: unknown): unknown {
  const json = JSON.stringify(data);
  return json === undefined ? undefined : JSON.parse(json);
}

/** The handler's answer as an outcome: a throw is a retry, and so is an answer that is none. */
async function call(handle: () => Promise<unknown>): Promise<Outcome> {
  try {
    const answer = await handle();
    return answer === undefined
      ? done()
      : isOutcome(answer)
        ? answer
        : retry({ reason: `the handler returned ${kindOf(answer)}, which is no outcome` });
  } catch (thrown) {
    return fromThrown(thrown);
  }
}

function fromThrown(thrown: unknown): Outcome {
  if (!(thrown instanceof PortError)) return retry({ reason: `the handler threw: ${messageOf(thrown)}` });
  return thrown.kind === 'refused'
    ? reject('refused', thrown.message)
    : retry({ reason: thrown.message, counted: false });
}

/** What ends a run from outside, and the signal that tells the handler so: its time is up, or the process is to end. */
function createLimit(ports: Ports, route: Route, ending: AbortSignal | undefined) {
  const abort = new AbortController();
  let end = (_outcome: Outcome) => {};
  const outcome = new Promise<Outcome>((resolve) => {
    end = (ended) => {
      resolve(ended);
      abort.abort();
    };
  });
  const cancelTimer = ports.clock.after(route.timeout, () =>
    end(retry({ reason: `the handler took longer than ${route.timeout} ms` })),
  );
  const onEnding = () => end(retry({ reason: 'the process is about to end', after: '0s', counted: false }));
  ending?.addEventListener('abort', onEnding, { once: true });
  const cancel = () => {
    cancelTimer();
    ending?.removeEventListener('abort', onEnding);
  };
  return { outcome, signal: abort.signal, cancel };
}
