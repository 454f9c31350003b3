import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Ports } from '../../../../shared/delivery/ports.ts';
import type { Counted, LaneStatus, Worker, WorkerStatus } from '../worker-options.ts';
import { createDeliveryMetrics } from './delivery-metrics.ts';

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
