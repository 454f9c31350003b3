import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '../../local/broker/broker-process.ts';
import { freePorts } from '../../local/broker/free-ports.ts';
import { runKafkaTool } from '../../local/broker/run-java.ts';
import type { Broker } from '../../local/broker/start-broker.ts';

export type SecondBroker = {
  readonly kill9: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Broker 2 in the cluster of one that `startBroker` started with the plaintext listener: a process of its own, which is no controller. */
export async function startSecondBroker(first: Broker): Promise<SecondBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-kafka-second-'));
  const path = join(folder, 'server.properties');
  await writeFile(path, await toProperties(first, folder), { mode: 0o600 });
  const id = /^cluster\.id=(.*)$/m.exec(await readFile(join(first.folder, 'data', 'meta.properties'), 'utf8'))?.[1];
  await runKafkaTool(first.jars, ['kafka.tools.StorageTool', 'format', `--cluster-id=${id}`, '-c', path]);
  const start = () => startProcess({ jars: first.jars, folder, detached: false });
  let running = await start();
  const kill9 = async () => {
    running.signal('SIGKILL');
    await running.exited;
  };
  return {
    kill9,
    restart: async () => {
      running = await start();
    },
    close: async () => {
      await kill9();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function toProperties(first: Broker, folder: string): Promise<string> {
  const text = await readFile(join(first.folder, 'server.properties'), 'utf8');
  const [internal, clients] = await freePorts(2);
  const own = {
    'process.roles': 'broker',
    'node.id': '2',
    'log.dirs': join(folder, 'data'),
    listeners: `INTERNAL://127.0.0.1:${internal},PLAINTEXT://127.0.0.1:${clients}`,
    'advertised.listeners': `INTERNAL://127.0.0.1:${internal},PLAINTEXT://127.0.0.1:${clients}`,
  };
  const names = Object.keys(own);
  const kept = text.split('\n').filter((line) => !names.some((name) => line.startsWith(`${name}=`)));
  return [...kept, ...Object.entries(own).map(([name, value]) => `${name}=${value}`), ''].join('\n');
}
