import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isMissing } from '../../shared/delivery/embedded/folder.ts';
import { isAlive } from '../laptop/is-alive.ts';
import { endWithThis } from './end-with-this.ts';
import { type JavaOptions, javaArguments } from './run-java.ts';

export type BrokerProcess = {
  readonly pid: number;
  /** Sends a signal; no error where the process has ended. */
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly exited: Promise<void>;
};

type Start = JavaOptions & {
  /** Holds `server.properties`; gets `broker.log`. */
  readonly folder: string;
  /** Goes on when this process ends, once it serves; else it is killed then, however this process comes to its end. */
  readonly detached: boolean;
};

export const logOf = (folder: string) => join(folder, 'broker.log');

/** Starts a broker whose folder is ready, and waits until it serves. Rejects with its last words when it ends before. */
export async function startProcess(start: Start): Promise<BrokerProcess> {
  const from = await sizeOf(logOf(start.folder));
  const process = spawnBroker(start);
  const { pid, exited } = process;
  const serving = untilServing(start.folder, from, process);
  // Before it serves nobody has noted where it is.
  endWithThis(pid, start.detached ? Promise.race([exited, serving.catch(() => exited)]) : exited);
  await serving;
  return process;
}

function spawnBroker({ folder, detached, ...java }: Start): BrokerProcess {
  const log = openSync(logOf(folder), 'a');
  const args = [...javaArguments(java), 'kafka.Kafka', join(folder, 'server.properties')];
  const child = spawn('java', args, { cwd: folder, detached, stdio: ['ignore', log, log] });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) throw new Error('java could not be started: expected it on the PATH');
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (detached) child.unref();
  return { pid, exited, signal: (signal) => void (isAlive(pid) && process.kill(pid, signal)) };
}

async function untilServing(folder: string, from: number, { pid, exited }: BrokerProcess): Promise<void> {
  let ended = false;
  exited.then(() => {
    ended = true;
  });
  for (;;) {
    const isOver = ended || !isAlive(pid);
    const text = await readFrom(logOf(folder), from);
    if (text.includes('Kafka Server started')) return;
    if (isOver) throw new Error(`Kafka did not start:\n${text.trim().split('\n').slice(-20).join('\n')}`);
    await delay(25);
  }
}

async function readFrom(path: string, from: number): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.max(0, size - from));
    await file.read(bytes, 0, bytes.length, from);
    return bytes.toString();
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}
