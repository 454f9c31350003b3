import type { CloudEvent } from '../schemas/cloudevent.ts';
import { isObject } from '../schemas/json.ts';
import type { Failure } from './explain/failure.ts';
import { findHints } from './explain/find-hints.ts';
import { judge } from './explain/judge.ts';
import type { Table } from './table.ts';

/** Why an event goes where it goes. */
export type Explanation = {
  readonly event: Readonly<{ id: string; source: string; type: string; subject?: string }>;
  /** Every route and join, in the table's order. */
  readonly routes: readonly ExplainedRoute[];
  /** What to look at first, in sentences. */
  readonly hints: readonly string[];
};

export type ExplainedRoute = {
  readonly route: string;
  readonly kind: 'route' | 'join';
  readonly matched: boolean;
  /** The first condition that does not hold: the type, then `waybillroute`, then `where` and `filters` as they are written. */
  readonly failed?: Failure;
};

/**
 * For every route whether it wants the event, as `table.match` has it, or else the first condition that keeps it from that. Shows values
 * of the event: it is for whoever holds that event, and not for a log.
 */
export function explain(table: Table, event: CloudEvent | object): Explanation {
  const verdicts = judge(table, event as CloudEvent); // what is none matches as little as it would on its way in
  return {
    event: summarize(event),
    routes: verdicts.map(({ target, matched, failed }) => ({
      route: target.name,
      kind: target.kind,
      matched,
      ...(failed === undefined ? {} : { failed }),
    })),
    hints: findHints({ table, event: event as CloudEvent, verdicts }), // as above
  };
}

function summarize(event: object): Explanation['event'] {
  const { id, source, type, subject } = isObject(event) ? event : {};
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const about = typeof subject === 'string' ? { subject } : {};
  return { id: text(id), source: text(source), type: text(type), ...about };
}
