import { CLOUDS } from '../local/laptop/cloud.ts';
import type { Env } from '../shared/delivery/embedded/env.ts';
import type { Ports } from '../shared/delivery/ports.ts';
import type { Place } from './place.ts';
import { loadTable } from './routes/load-table.ts';

/** Where a router may be deployed: on a cloud, or as workers of a Kafka. */
export const DEPLOYED_ON = [...CLOUDS, 'kafka'] as const;
export type DeployedOn = (typeof DEPLOYED_ON)[number];

/** Loaded when asked for: each brings its cloud's clients. */
const ADAPTERS: Readonly<
  Record<DeployedOn, () => Promise<{ readonly createPorts: (env: Env) => Ports | Promise<Ports> }>>
> = {
  gcp: () => import('../functions/gcp/ports.ts'),
  azure: () => import('../functions/azure/ports.ts'),
  aws: () => import('../functions/aws/ports.ts'),
  kafka: async () => {
    const [{ createPorts }, { topics }] = await Promise.all([import('../functions/kafka/ports.ts'), loadTable()]);
    return { createPorts: (env) => createPorts(env, topics) };
  },
};

/** A deployed cloud, through the ports that its function makes of the same variables. What is logged goes to stderr. */
export async function deployedPlace(cloud: DeployedOn, env: Env = process.env): Promise<Place> {
  const { createPorts } = await ADAPTERS[cloud]();
  const { state, bodies, publish, clock } = await createPorts(env);
  const log: Ports['log'] = (line) => {
    // A terminal shows the same in words.
    if (process.stderr.isTTY !== true) process.stderr.write(`${JSON.stringify(line)}\n`);
  };
  const ports = { state, bodies, publish, clock, log };
  const where = `${cloud}, as the environment’s variables say`;
  return { cloud, where, ports, isRemote: true, flags: ' --env', readJournal: async () => [] };
}
