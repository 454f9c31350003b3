import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineTime } from './audit.ts';
import type { Death } from './check-runs.ts';

export type FaultWorker = {
  readonly pid: number;
  /** The file of what it says. */
  readonly log: string;
  /** Once it runs. */
  readonly healthPort: () => number;
  readonly kill9: () => Promise<Death>;
  /** Tells it to end. Gives a sentence where it did not end in order, or had ended before. */
  readonly stop: () => Promise<string | undefined>;
};

type Env = Readonly<Record<string, string>>;

/** Workers in processes of their own, whose words are in `FOLDER/NAME.log`. They end with this process too. */
export function createFleet(folder: string, env: Env) {
  const workers: FaultWorker[] = [];
  const deaths: Death[] = [];
  let started = 0;
  mkdirSync(folder, { recursive: true });
  return {
    deaths,
    start: (more: Env = {}): FaultWorker => {
      const { kill9, stop, ...worker } = startWorker(join(folder, `${++started}.log`), { ...env, ...more });
      const forget = () => void workers.splice(workers.indexOf(watched), 1);
      const watched: FaultWorker = {
        ...worker,
        kill9: async () => {
          forget();
          const death = await kill9();
          deaths.push(death);
          return death;
        },
        stop: () => {
          forget();
          return stop();
        },
      };
      workers.push(watched);
      return watched;
    },
    /** Of those that nobody killed. */
    stop: async (): Promise<readonly string[]> => {
      const words = await Promise.all([...workers].map((worker) => worker.stop()));
      return words.filter((word) => word !== undefined);
    },
    close: async () => void (await Promise.all([...workers].map((worker) => worker.kill9()))),
  };
}

function startWorker(log: string, env: Env): FaultWorker {
  const file = openSync(log, 'a');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'worker.ts')], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...env },
    stdio: ['pipe', file, file],
  });
  closeSync(file);
  const { pid } = child;
  if (pid === undefined) throw new Error('a worker could not be started');
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return {
    pid,
    log,
    healthPort: () => Number(/"health":(\d+)/.exec(readFileSync(log, 'utf8'))?.[1]),
    kill9: async () => {
      await end('SIGKILL');
      return { process: pid, at: machineTime() };
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return `a worker had ended by itself: ${log}`;
      await end('SIGTERM');
      return child.exitCode === 0 ? undefined : `a worker ended with ${child.exitCode ?? child.signalCode}: ${log}`;
    },
  };
}
