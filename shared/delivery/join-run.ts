import type { Join, Joined, JoinHandler } from '../routing/join.ts';
import type { Route } from '../routing/route.ts';
import { attribute, type CloudEvent } from '../schemas/cloudevent.ts';
import type { Schema } from '../schemas/schema.ts';
import { toDueEvent } from './due.ts';
import { depthOf } from './emit.ts';
import { type JoinRecord, keyOf } from './join-record.ts';

/** A join's run as a route, whose handler gets every part that came. */
export function asRoute(join: Join, record: JoinRecord, parts: readonly CloudEvent[]): Route {
  const handler = record.status === 'fired' ? join.handle : join.otherwise;
  return toRoute(join, handler, { key: record.key, why: record.why ?? 'complete', parts });
}

/** An event that came after its join was closed, as a route that gives it alone to `otherwise`. */
export function asStraggler(join: Join, event: CloudEvent): Route {
  return toRoute(join, join.otherwise, { key: keyOf(join, event) ?? '', why: 'straggler', parts: [event] });
}

type Given = Pick<Joined<never>, 'key' | 'why' | 'parts'>;

function toRoute(join: Join, handler: JoinHandler<never, string>, given: Given): Route {
  const { name, on, emits, retry, timeout, maxAge } = join;
  const find = (type: string) => given.parts.find((part) => part.type === type);
  const joined = { ...given, get: find } as Joined<never>; // its parts were checked when they came
  const handle: Route['handle'] = (_event, ctx) => handler(joined, ctx);
  return {
    kind: 'route',
    name,
    on,
    where: undefined,
    filter: undefined,
    schema: anything,
    handle,
    emits,
    retry,
    timeout,
    maxAge,
    order: undefined,
  };
}

const anything: Schema = { '~standard': { version: 1, vendor: 'waybill', validate: (value) => ({ value }) } };

type Cause = { readonly record: JoinRecord; readonly parts: readonly CloudEvent[]; readonly redrive: number };

/** The event that a join's run is claimed and audited under; it carries on its parts' trace, and the longest of their chains. */
export function toRunEvent(join: Join, { record, parts, redrive }: Cause): CloudEvent {
  const traced = parts.find((part) => attribute(part, 'traceparent') !== undefined);
  const depth = Math.max(0, ...parts.map(depthOf));
  return {
    ...toDueEvent(join.name, record.key),
    ...(traced === undefined ? {} : { traceparent: attribute(traced, 'traceparent') }),
    ...(depth === 0 ? {} : { waybilldepth: depth }),
    ...(redrive === 0 ? {} : { waybillredrive: redrive }),
  };
}
