import { Counter, Histogram, type Registry } from 'prom-client';
import type { LogLine } from '../../../../shared/delivery/ports.ts';
import type { Outcome } from '../../../../shared/routing/outcome.ts';

/** In seconds: what prom-client takes by itself, and on to where the time-outs of routes are. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

const OUTCOMES = ['done', 'retry', 'reject'] as const satisfies readonly Outcome['kind'][];

/** Counts deliveries by their lines in the log. */
export function createDeliveryMetrics(registry: Registry, routes: readonly string[]): (line: LogLine) => void {
  const registers = [registry];
  const deliveries = new Counter({
    name: 'waybill_deliveries_total',
    help: 'Deliveries to a route, by outcome',
    labelNames: ['route', 'outcome'],
    registers,
  });
  // To Prometheus, what comes from nowhere has not increased. What nobody wants has no route.
  for (const route of ['', ...routes]) for (const outcome of OUTCOMES) deliveries.labels(route, outcome).inc(0);
  const seconds = new Histogram({
    name: 'waybill_handler_seconds',
    help: 'How long a delivery took',
    labelNames: ['route'],
    buckets: BUCKETS,
    registers,
  });
  // Looking labels up costs more than counting.
  const known = new Map<
    string,
    { readonly counter: Counter.Internal; readonly histogram: Histogram.Internal<'route'> }
  >();
  return ({ message, route = '', outcome, ms }) => {
    if (message !== 'delivery') return;
    const key = `${route} ${outcome}`;
    const found = known.get(key) ?? {
      counter: deliveries.labels(String(route), String(outcome)),
      histogram: seconds.labels(String(route)),
    };
    known.set(key, found);
    found.counter.inc();
    found.histogram.observe(Number(ms) / 1_000);
  };
}
