import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Env } from '../../shared/delivery/embedded/env.ts';
import { messageOf } from '../../shared/delivery/port-error.ts';
import { clientEnv } from './dev-env.ts';
import { findKafkas, type Running } from './dev-folders.ts';

/**
 * An environment that leads to a cluster: the one that is given where it names brokers, else with what the worker of the Kafka of `up` on
 * this machine is told. Throws one sentence where neither says which cluster is meant.
 */
export async function withLocalKafka(env: Env, user: 'admin' | 'waybill'): Promise<Env> {
  if (namesCluster(env)) return env;
  const running = onlyOne(await findKafkas(undefined));
  return { ...(await readWorkerEnv(running)), ...env, ...clientEnv(running, user) };
}

/** Whether it says of itself which cluster is meant. */
export function namesCluster({ KAFKA_BROKERS, KAFKA_PROPERTIES, KAFKA_BOOTSTRAP_SERVERS }: Env): boolean {
  return [KAFKA_BROKERS, KAFKA_PROPERTIES, KAFKA_BOOTSTRAP_SERVERS].some(
    (value) => value !== undefined && value !== '',
  );
}

/** What `up` has written for a worker of that Kafka. */
export async function readWorkerEnv({ folder }: Pick<Running, 'folder'>): Promise<Env> {
  const path = workerEnvOf(folder);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Error(`${path} cannot be read (${messageOf(error)}): \`npx waybill kafka up\` writes it again`);
  });
  return parseEnv(text);
}

export const workerEnvOf = (folder: string) => join(folder, 'worker.env');

/** The one that is meant where nobody says which. */
export function onlyOne(found: readonly Running[]): Running {
  const [first, second] = found;
  if (first === undefined)
    throw new Error(
      'Which Kafka? None of `waybill kafka up` runs here: expected KAFKA_BROKERS with brokers such as localhost:9092, or KAFKA_PROPERTIES with a client’s .properties file',
    );
  if (second === undefined) return first;
  const ways = found.map((one) => Object.entries(clientEnv(one, 'waybill')).map(([name, value]) => `${name}=${value}`));
  throw new Error(`Which Kafka? Two of \`waybill kafka up\` run here: expected ${ways.join(' or ')}`);
}
