import type { Outcome } from '../routing/outcome.ts';
import { attribute, type CloudEvent } from '../schemas/cloudevent.ts';
import { type EmittedRef, toEmittedRefs } from './claim-record.ts';
import type { Delivery, LogLine } from './ports.ts';

/** The audit line that every delivery leaves, without event data. */
export type DeliveryLine = LogLine & {
  readonly message: 'delivery';
  readonly cloud: string;
  readonly event?: { readonly id: string; readonly type: string; readonly source: string; readonly subject?: string };
  /** The event that this one was emitted for: its source, a space and its id. */
  readonly cause?: string;
  /** The trace id of its traceparent (W3C Trace Context, §3.2). */
  readonly trace?: string;
  readonly route?: string;
  readonly outcome: Outcome['kind'];
  readonly as?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly attempt: number;
  readonly ms: number;
  readonly emitted?: readonly EmittedRef[];
};

type Router = { readonly name: string; readonly ports: { readonly log: (line: LogLine) => void } };

export function logDelivery({ name, ports }: Router, delivery: Delivery): void {
  const { event, route, outcome, attempt, ms, emitted = [] } = delivery;
  const { kind, ...details } = outcome;
  const line: DeliveryLine = {
    level: kind === 'done' ? 'info' : kind === 'retry' ? 'warn' : 'error',
    message: 'delivery',
    cloud: name,
    ...(event === undefined ? {} : { event: toName(event), ...toOrigin(event) }),
    ...(route === undefined ? {} : { route }),
    outcome: kind,
    ...details,
    attempt,
    ms: Math.round(ms),
    ...(emitted.length === 0 ? {} : { emitted: toEmittedRefs(emitted) }),
  };
  ports.log(line);
}

/** What an event is called in a log line and in the index of letters. */
export function toName({ id, type, source, subject }: CloudEvent) {
  return { id, type, source, ...(subject === undefined ? {} : { subject }) };
}

function toOrigin(event: CloudEvent) {
  const cause = attribute(event, 'waybillcause');
  const trace = /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(String(attribute(event, 'traceparent') ?? ''))?.[1];
  return { ...(cause === undefined ? {} : { cause: String(cause) }), ...(trace === undefined ? {} : { trace }) };
}
