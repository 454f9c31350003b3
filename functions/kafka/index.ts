import { bind } from '../../shared/delivery/bind.ts';
import { createRouter } from '../../shared/delivery/router.ts';
import { routes } from '../../shared/routes.ts';
import { ack } from './ack.ts';
import { describeSettings } from './client/describe-settings.ts';
import { decode } from './decode.ts';
import { createPorts } from './ports.ts';
import { endInWords } from './worker/end-in-words.ts';
import { endOnSignal } from './worker/end-on-signal.ts';
import { startWorker } from './worker/start-worker.ts';
import { createSweep } from './worker/sweep-call.ts';
import { startHealthServer } from './worker/watch/health-server.ts';
import { createMetrics } from './worker/watch/metrics.ts';
import { workerEnv } from './worker/worker-env.ts';

const started = endInWords();
const { health, ...options } = workerEnv(process.env, routes);
const { registry, count, see, watch, status } = createMetrics(routes.routes.map(({ name }) => name));
const ports = see(createPorts(process.env, routes.topics));
const router = createRouter({ name: 'kafka', table: routes, ports }, process.env);
const run = bind({ decode, ack }, router);
// Before anything is joined: a port that is taken ends the process, and the group would have to notice.
const { port } = await startHealthServer({ ...health, status, registry });
const worker = await startWorker({ ...options, run, sweep: createSweep(router), log: ports.log, count });
watch(worker);
endOnSignal(worker.stop, ports.log);
const about = { kafka: describeSettings(options.settings), topics: options.topics, group: options.group };
ports.log({ level: 'info', message: 'the worker runs', ...about, health: port });
started();
