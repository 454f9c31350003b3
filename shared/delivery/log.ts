import type { Outcome } from '../routing/outcome.ts';
import { attribute, type CloudEvent } from '../schemas/cloudevent.ts';
import { type EmittedRef, toEmittedRefs } from './claim-record.ts';
import type { Delivery, LogLine } from './ports.ts';

/** The audit line that every delivery leaves, without event data. */
export type DeliveryLine = LogLine & {
  readonly message: 'delivery';
  readonly cloud: string;
  readonly event?:
    | { readonly id: string; readonly type: string; readonly source: string; readonly subject?: string }
    | undefined;
  /** The event that this one was emitted for: its source, a space and its id. */
  readonly cause?: string | undefined;
  /** The trace id of its traceparent (W3C Trace Context, §3.2). */
  readonly trace?: string | undefined;
  readonly route?: string | undefined;
  readonly outcome: Outcome['kind'];
  readonly as?: string | undefined;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  readonly attempt: number;
  readonly ms: number;
  readonly emitted?: readonly EmittedRef[] | undefined;
};

type Router = { readonly name: string; readonly ports: { readonly log: (line: LogLine) => void } };

export function logDelivery({ name, ports }: Router, delivery: Delivery): void {
  const { event, route, outcome, attempt, ms, emitted = [] } = delivery;
  const { kind, ...details } = outcome;
  // What is undefined is left out when the line is written.
  const line: DeliveryLine = {
    level: kind === 'done' ? 'info' : kind === 'retry' ? 'warn' : 'error',
    message: 'delivery',
    cloud: name,
    event: event && toName(event),
    cause: event && causeOf(event),
    trace: event && traceOf(event),
    route,
    outcome: kind,
    ...details,
    attempt,
    ms: Math.round(ms),
    emitted: emitted.length === 0 ? undefined : toEmittedRefs(emitted),
  };
  ports.log(line);
}

/** What an event is called in a log line and in the index of letters. */
export function toName({ id, type, source, subject }: CloudEvent) {
  return { id, type, source, ...(subject === undefined ? {} : { subject }) };
}

export function causeOf(event: CloudEvent): string | undefined {
  const cause = attribute(event, 'waybillcause');
  return cause === undefined ? undefined : String(cause);
}

export function traceOf(event: CloudEvent): string | undefined {
  const parent = attribute(event, 'traceparent');
  return parent === undefined ? undefined : /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(String(parent))?.[1];
}
