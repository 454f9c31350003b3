import type { Context } from '../routing/context.ts';
import { done, isOutcome, type Outcome, reject, retry } from '../routing/outcome.ts';
import type { Route } from '../routing/route.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import { cloneJson } from '../schemas/json.ts';
import { describe, kindOf } from '../schemas/result.ts';
import { validate } from '../schemas/schema.ts';
import { idempotencyKey } from './claim-key.ts';
import type { Emitted } from './emit.ts';
import { onAbort } from './on-abort.ts';
import { messageOf, PortError } from './port-error.ts';
import type { Ports } from './ports.ts';
import type { Work } from './work.ts';

export type Run = { readonly outcome: Outcome; readonly emitted: readonly Emitted[] };

/** Validates the data and runs the route's handler once, both within the route's timeout. Whatever they do, it does not throw. */
export async function run(ports: Ports, work: Work, attempt: number): Promise<Run> {
  const { route, event } = work;
  const emitted: Emitted[] = [];
  const limit = createLimit(ports, work);
  const context = toContext(ports, route, { event, attempt, limit, emitted });
  void call(route, event, context).then(limit.end);
  const outcome = await limit.outcome;
  limit.cancel();
  return { outcome, emitted: emitted.length === 0 ? emitted : [...emitted] };
}

async function handleValid(route: Route, event: CloudEvent, context: Context<string>): Promise<unknown> {
  // A copy, since the routes of one event share it, and a schema may hand through what a handler then changes.
  const data = await validate(route.schema, cloneJson(event.data));
  if (!data.ok) return reject('schema', `route ${route.name}: ${describe(data.error)}`);
  const fitting = { ...event, data: data.value } as CloudEvent<never> & { data: never }; // the schema has just made it fit
  return await route.handle(fitting, context);
}

type Given = {
  readonly event: CloudEvent;
  readonly attempt: number;
  readonly limit: Limit;
  readonly emitted: Emitted[];
};

function toContext(ports: Ports, route: Route, { event, attempt, limit, emitted }: Given): Context<string> {
  return {
    blobs: ports.blobs,
    mail: ports.mail,
    payments: ports.payments,
    state: ports.state,
    emit: (type, data, options) => void emitted.push({ type, data: toWire(data), subject: options?.subject }),
    log: (message, fields) => ports.log({ ...fields, level: 'info', message, route: route.name, id: event.id }),
    signal: limit.signal,
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
async function call(route: Route, event: CloudEvent, context: Context<string>): Promise<Outcome> {
  try {
    const answer = await handleValid(route, event, context);
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

type Limit = ReturnType<typeof createLimit>;

/**
 * What a run ends with, whichever comes first: its own end, its timeout, or that the process is to end. The signal tells the handler of
 * the latter two.
 */
function createLimit({ clock }: Ports, { route, signal: ending }: Work) {
  const abort = new AbortController();
  let end = (_outcome: Outcome) => {};
  const outcome = new Promise<Outcome>((resolve) => {
    end = resolve;
  });
  const cut = (why: Outcome) => {
    end(why);
    abort.abort();
  };
  const cancelTimer = clock.after(route.timeout, () =>
    cut(retry({ reason: `the handler took longer than ${route.timeout} ms` })),
  );
  const onEnding = () => cut(retry({ reason: 'the process is about to end', after: '0s', counted: false }));
  const forget = ending && onAbort(ending, onEnding);
  const cancel = () => {
    cancelTimer();
    forget?.();
  };
  return { outcome, end, cancel, signal: abort.signal };
}
