import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Admin } from '@platformatic/kafka';
import type { Broker } from '../../local/broker/start-broker.ts';
import { until } from '../until.ts';
import { machineTime } from './audit.ts';
import { createAuditReader } from './audit-reader.ts';
import { type Series, toEvents } from './fault-events.ts';
import { createFleet, type FaultWorker } from './fleet.ts';
import { createLoad } from './load.ts';
import { EVENTS, PATIENCE } from './size.ts';
import { toWorkerEnv } from './worker-env.ts';

export const PARTITIONS = 6;

export type Stage = Awaited<ReturnType<typeof openStage>>;

export type Setting = {
  /** Names topics and group: letters, digits and dashes. */
  readonly name: string;
  /** Of the workers, over what they have anyway: STATE_URL puts their state there. */
  readonly env?: Readonly<Record<string, string>>;
};

/** What a scenario plays on: topics and a group of its own on a broker, and workers that are yet to be started. */
export async function openStage(broker: Broker, { name, env = {} }: Setting) {
  const { brokers } = broker;
  const folder = await mkdtemp(join(tmpdir(), `waybill-fault-${name}-`));
  const [topic, noted] = [name, `${name}-noted`];
  const admin = new Admin({ clientId: 'stage', bootstrapBrokers: [brokers], retries: 50, retryDelay: 200 });
  await createTopic(admin, topic);
  for (const other of [noted, `${topic}.dead-letters`]) await createTopic(admin, other, 1);
  const workerEnv = toWorkerEnv({ folder, brokers, topic, noted }, env);
  const fleet = createFleet(join(folder, 'workers'), workerEnv);
  const load = createLoad(brokers, topic);
  const audit = createAuditReader(join(folder, 'audit'));
  let healedAt = Number.POSITIVE_INFINITY;
  let loading: Promise<void> = Promise.resolve();
  return {
    ...{ folder, broker, topic, noted, group: name, admin, workerEnv, fleet, load, audit },
    startWorkers: (
      count: number,
      more: Readonly<Record<string, string>> = {},
    ): readonly [FaultWorker, ...FaultWorker[]] => [
      fleet.start(more),
      ...Array.from({ length: count - 1 }, () => fleet.start(more)),
    ],
    /** All the events of a scenario, unless told, over so many milliseconds. */
    send: ({ over = 0, ...series }: Partial<Series> & { readonly over?: number } = {}): Promise<void> => {
      const events = toEvents({ name: 'all', count: EVENTS, partitions: PARTITIONS, ...series });
      loading = load.send(events, over);
      // Who plays waits for it or not; the end of the scenario does.
      loading.catch(() => {});
      return loading;
    },
    sent: () => loading,
    /** Resolves when so many handlers have come to their end, and one of this worker's has only just done so. */
    untilEnded: async (count: number, busy?: FaultWorker): Promise<void> => {
      let before = Number.POSITIVE_INFINITY;
      const isBusy = () => {
        const known = before;
        before = audit.ends(busy?.pid);
        return before > known;
      };
      await until(`${count} runs in ${folder}`, () => audit.ends() >= count && isBusy(), PATIENCE);
    },
    /** The fault is over: from now on the workers have no excuse. */
    heal: () => {
      healedAt = machineTime();
    },
    healedAt: () => healedAt,
    close: async () => {
      await Promise.allSettled([fleet.close(), load.close(), admin.close()]);
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

export async function createTopic(admin: Admin, topic: string, partitions = PARTITIONS): Promise<void> {
  await admin.createTopics({ topics: [topic], partitions, replicas: 1 });
}
