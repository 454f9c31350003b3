import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from './is-alive.ts';

const RUNS = join(import.meta.dirname, '..', '..', '.waybill', 'runs');

/** A new folder, so that a run starts with nothing; the last few are kept for who still looks at their pictures. */
export async function freshFolder(): Promise<string> {
  await mkdir(RUNS, { recursive: true });
  const ended = (await readdir(RUNS)).sort().filter((name) => !isAlive(pidOf(name)));
  const old = ended.slice(0, -3);
  await Promise.all(old.map((name) => rm(join(RUNS, name), { recursive: true, force: true, maxRetries: 3 })));
  const now = new Date().toISOString().replaceAll(':', '-').slice(0, 19);
  return mkdtemp(join(RUNS, `${now}-${process.pid}-`));
}

/** The run's process, which the folder's name tells: `TIME-PID-LETTERS`. */
function pidOf(name: string): number {
  return Number(name.split('-').at(-2));
}
