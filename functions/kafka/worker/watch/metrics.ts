import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { LogLine, Ports } from '../../../../shared/delivery/ports.ts';
import type { Outcome } from '../../../../shared/routing/outcome.ts';
import type { Counted, LaneStatus, Worker, WorkerStatus } from '../worker-options.ts';

export type Metrics = {
  readonly registry: Registry;
  readonly count: (what: Counted, by?: number) => void;
  /** The ports with a log that counts the deliveries by their lines. */
  readonly see: (ports: Ports) => Ports;
  /** Whose lanes are shown. */
  readonly watch: (worker: Pick<Worker, 'status'>) => void;
  /** Of the worker that is watched; before there is one, it is about to join. */
  readonly status: () => WorkerStatus;
};

const STARTING: WorkerStatus = { state: 'joining', ready: false, troubles: [], codes: [], lanes: [] };

const HELP: Readonly<Record<Counted, string>> = {
  records: 'Records taken from Kafka',
  commits: 'Commits of finished offsets',
  commit_failures: 'Commits that failed, and were made again with the next',
  rebalances: 'Times that the group gave its partitions out anew',
  fetch_failures: 'Fetches that no broker answered',
  restarts: 'Restarts of the fetch loop or of the membership by the watchdog',
  stuck: 'Partitions of which the handlers finished nothing for a minute',
};

/** What Prometheus is told; gauges are read from the worker's status when they are asked for. `routes` has the names of all routes. */
export function createMetrics(routes: readonly string[] = []): Metrics {
  let worker: Pick<Worker, 'status'> = { status: () => STARTING };
  const status = () => worker.status();
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counters = new Map(
    Object.entries(HELP).map(([what, help]) => [what, new Counter({ name: `waybill_${what}_total`, help, registers })]),
  );
  const lanes = () => status().lanes;
  addLaneGauge(registry, {
    name: 'waybill_lag_records',
    help: 'Records of the partition that are not finished',
    lanes,
    read: ({ lag }) => lag,
  });
  addLaneGauge(registry, {
    name: 'waybill_lane_depth',
    help: 'Records taken and not finished',
    lanes,
    read: ({ depth }) => depth,
  });
  new Gauge({
    name: 'waybill_ready',
    help: '1 while the worker takes records',
    registers,
    collect() {
      this.set(status().ready ? 1 : 0);
    },
  });
  new Gauge({
    name: 'waybill_trouble',
    help: '1 for each code of a trouble that is open',
    labelNames: ['code'],
    registers,
    collect() {
      this.reset();
      for (const code of status().codes) this.set({ code }, 1);
    },
  });
  const note = createDeliveryMetrics(registry, routes);
  return {
    registry,
    count: (what, by = 1) => counters.get(what)?.inc(by),
    see: (ports) => {
      const log: Ports['log'] = (line) => {
        note(line);
        ports.log(line);
      };
      return { ...ports, log };
    },
    watch: (watched) => {
      worker = watched;
    },
    status,
  };
}

type LaneGauge = {
  readonly name: string;
  readonly help: string;
  readonly lanes: () => readonly LaneStatus[];
  readonly read: (lane: LaneStatus) => number | undefined;
};

/** Of the partitions that are held, and no others: what another worker holds is its to tell. What is not known is left out: 0 would be good news. */
function addLaneGauge(registry: Registry, { name, help, lanes, read }: LaneGauge): void {
  new Gauge({
    name,
    help,
    labelNames: ['topic', 'partition'],
    registers: [registry],
    collect() {
      this.reset();
      for (const lane of lanes()) {
        const value = read(lane);
        if (value !== undefined) this.set({ topic: lane.topic, partition: lane.partition }, value);
      }
    },
  });
}

/** In seconds: what prom-client takes by itself, and on to where the time-outs of routes are. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

const OUTCOMES = ['done', 'retry', 'reject'] as const satisfies readonly Outcome['kind'][];

function createDeliveryMetrics(registry: Registry, routes: readonly string[]): (line: LogLine) => void {
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
