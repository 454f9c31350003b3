import { createPorts } from '../../functions/kafka/ports.ts';
import { endOnSignal } from '../../functions/kafka/worker/end-on-signal.ts';
import { startWorker } from '../../functions/kafka/worker/start-worker.ts';
import { createSweep } from '../../functions/kafka/worker/sweep-call.ts';
import { startHealthServer } from '../../functions/kafka/worker/watch/health-server.ts';
import { createMetrics } from '../../functions/kafka/worker/watch/metrics.ts';
import { workerEnv } from '../../functions/kafka/worker/worker-env.ts';
import { need } from '../../shared/delivery/embedded/env.ts';
import { createFileAudit } from './audit.ts';
import { compose, MUTANTS } from './compose.ts';
import { faultTable } from './fault-routes.ts';

/**
 * The worker of functions/kafka/index.ts with other routes, in a process of its own. FAULT_AUDIT is the folder of the audit, FAULT_NOTED the
 * topic of what is emitted; with FAULT_MUTANT it is broken, and with FAULT_FLAP it joins and leaves, so many milliseconds each.
 */
const { env } = process;
const audit = createFileAudit(need(env, 'FAULT_AUDIT', 'a folder'));
const table = faultTable(need(env, 'FAULT_NOTED', 'a topic'), audit);
const { health, ...options } = workerEnv(env, table);
const { registry, count, see, watch, status } = createMetrics();
const ports = see(createPorts(env, table.topics));
const mutant = MUTANTS.find((name) => name === env.FAULT_MUTANT);
const { router, run } = compose({ table, ports, audit, mutant });
const start = () => startWorker({ ...options, run, sweep: createSweep(router), log: ports.log, count });

// Whoever started it is gone.
process.stdin.resume().on('end', () => process.exit(1));

const pause = Number(env.FAULT_FLAP ?? 0);
if (pause > 0) await flap();
const { port } = await startHealthServer({ ...health, status, registry });
const worker = await start();
watch(worker);
ports.log({ level: 'info', message: 'the worker runs', topics: options.topics, group: options.group, health: port });
endOnSignal(worker.stop, ports.log);

/** Until it is told to end. */
async function flap(): Promise<never> {
  let ending = false;
  process.on('SIGTERM', () => {
    ending = true;
  });
  while (!ending) {
    const { stop } = await start();
    await new Promise((resolve) => setTimeout(resolve, pause));
    await stop();
    if (!ending) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  process.exit(0);
}
