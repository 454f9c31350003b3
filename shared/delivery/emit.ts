import { type Reject, reject } from '../routing/outcome.ts';
import type { Route } from '../routing/route.ts';
import { attribute, type CloudEvent, parseCloudEvent } from '../schemas/cloudevent.ts';
import { events as knownEvents } from '../schemas/events.ts';
import { describe } from '../schemas/result.ts';
import { type Schema, validate } from '../schemas/schema.ts';
import { digest } from './digest.ts';

/** What a handler handed to `ctx.emit`, in the order of the calls. */
export type Emitted = { readonly type: string; readonly data: unknown; readonly subject: string | undefined };

/** A chain of events longer than this is taken for a cycle. */
export const MAX_DEPTH = 32;
/** What one run may emit: more is a loop that never ends, or work that should be cut into pieces. */
export const MAX_EMITTED = 1_000;
/** The longest cause that is named: some clouds take 1,024 bytes in an attribute. */
const LONGEST_CAUSE = 512;

type Outbox = { readonly events: readonly CloudEvent[] } | { readonly rejected: Reject };

/**
 * The events of an outbox. Their ids follow from route, cause and position, so that a second run emits the same events and not
 * others; `traceparent` and `tracestate` are carried on, `waybilldepth` is the cause's plus one, and `waybillcause` names the cause by its
 * source and, after a space, its id.
 */
export async function toOutbox(
  route: Route,
  cause: CloudEvent,
  emitted: readonly Emitted[],
  now: number,
): Promise<Outbox> {
  const depth = depthOf(cause) + 1;
  if (depth > MAX_DEPTH && emitted.length > 0)
    return { rejected: reject('loop', `the chain of events is longer than ${MAX_DEPTH}`) };
  if (emitted.length > MAX_EMITTED)
    return {
      rejected: reject('too-many-events', `it emitted ${emitted.length} events: expected ${MAX_EMITTED} at most`),
    };
  const events: CloudEvent[] = [];
  for (const [position, emission] of emitted.entries()) {
    const made = {
      ...toEvent(route, cause, emission),
      ...carried(cause),
      ...causeOf(cause),
      id: digest(route.name, cause.source, cause.id, String(position)),
      waybilldepth: depth,
    };
    const refusal = await refuse(route, made);
    if (refusal !== undefined) return { rejected: refusal };
    events.push({ ...made, time: new Date(now).toISOString() });
  }
  return { events };
}

/** Binary mode makes a text of it; what is no count, from whoever wrote it, counts as none. */
export function depthOf(event: CloudEvent): number {
  const depth = Number(attribute(event, 'waybilldepth') ?? 0);
  return Number.isInteger(depth) && depth > 0 ? depth : 0;
}

function toEvent(route: Route, cause: CloudEvent, { type, data, subject = cause.subject }: Emitted) {
  const source = `/waybill/${route.name}`;
  return {
    specversion: '1.0' as const,
    source,
    type,
    ...(subject === undefined ? {} : { subject }),
    datacontenttype: 'application/json',
    data,
  };
}

function carried(cause: CloudEvent) {
  const names = ['traceparent', 'tracestate'];
  return Object.fromEntries(
    names.flatMap((name) => (attribute(cause, name) === undefined ? [] : [[name, attribute(cause, name)]])),
  );
}

function causeOf({ source, id }: CloudEvent) {
  const cause = `${source} ${id}`;
  return Buffer.byteLength(cause) > LONGEST_CAUSE ? {} : { waybillcause: cause };
}

async function refuse(route: Route, event: CloudEvent): Promise<Reject | undefined> {
  if (!route.emits.includes(event.type))
    return reject('undeclared-event', `it emitted ${event.type}, which its emits does not list`);
  const schema = Object.hasOwn(knownEvents, event.type)
    ? (knownEvents as Readonly<Record<string, Schema>>)[event.type]
    : undefined;
  const parsed = parseCloudEvent(event);
  if (!parsed.ok) return reject('invalid-event', `it emitted an event that is none: ${describe(parsed.error)}`);
  const fits = schema === undefined ? undefined : await validate(schema, event.data);
  return fits === undefined || fits.ok
    ? undefined
    : reject('invalid-event', `it emitted ${event.type}: ${describe(fits.error)}`);
}
