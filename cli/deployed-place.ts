import type { CloudName } from '../local/laptop/cloud.ts';
import type { Env } from '../shared/delivery/embedded/env.ts';
import type { Ports } from '../shared/delivery/ports.ts';
import type { Place } from './place.ts';

/** Loaded when asked for: each brings its cloud's clients. */
const ADAPTERS: Readonly<Record<CloudName, () => Promise<{ readonly createPorts: (env: Env) => Ports }>>> = {
  gcp: () => import('../functions/gcp/ports.ts'),
  azure: () => import('../functions/azure/ports.ts'),
  aws: () => import('../functions/aws/ports.ts'),
};

/** A deployed cloud, through the ports that its function makes of the same variables. What is logged goes to stderr. */
export async function deployedPlace(cloud: CloudName): Promise<Place> {
  const { createPorts } = await ADAPTERS[cloud]();
  const { state, bodies, publish, clock } = createPorts(process.env);
  const log: Ports['log'] = (line) => {
    // A terminal shows the same in words.
    if (process.stderr.isTTY !== true) process.stderr.write(`${JSON.stringify(line)}\n`);
  };
  const ports = { state, bodies, publish, clock, log };
  const where = `${cloud}, as the environment’s variables say`;
  return { cloud, where, ports, isRemote: true, flags: ' --env', readJournal: async () => [] };
}
