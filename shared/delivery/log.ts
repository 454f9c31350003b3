import type { Outcome } from '../routing/outcome.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import type { Delivery, LogLine } from './ports.ts';

/** The one line that every delivery leaves, without event data. */
export type DeliveryLine = LogLine & {
  readonly message: 'delivery';
  readonly cloud: string;
  readonly event?: { readonly id: string; readonly type: string; readonly source: string; readonly subject?: string };
  readonly route?: string;
  readonly outcome: Outcome['kind'];
  readonly as?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly attempt: number;
  readonly ms: number;
};

type Router = { readonly name: string; readonly ports: { readonly log: (line: LogLine) => void } };

export function logDelivery({ name, ports }: Router, { event, route, outcome, attempt, ms }: Delivery): void {
  const { kind, ...details } = outcome;
  const line: DeliveryLine = {
    level: kind === 'done' ? 'info' : kind === 'retry' ? 'warn' : 'error',
    message: 'delivery',
    cloud: name,
    ...(event === undefined ? {} : { event: toName(event) }),
    ...(route === undefined ? {} : { route }),
    outcome: kind,
    ...details,
    attempt,
    ms: Math.round(ms),
  };
  ports.log(line);
}

function toName({ id, type, source, subject }: CloudEvent) {
  return { id, type, source, ...(subject === undefined ? {} : { subject }) };
}
