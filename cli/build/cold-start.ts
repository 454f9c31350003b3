import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Adapter } from './adapters.ts';

/** In milliseconds, medians: the import of the bundle without the cloud's own package, and Node's own start before it. */
export type ColdStart = { readonly ms: number; readonly nodeMs: number; readonly runs: number };

const RUNS = 5;
const SCRIPT = join(import.meta.dirname, 'import-once.mjs');

/** Imports the bundle in some fresh processes, one after the other. Throws, with its last words, when one cannot. */
export async function measureColdStart(folder: string, adapter: Adapter): Promise<ColdStart> {
  const took: { readonly start: number; readonly ms: number }[] = [];
  for (let run = 0; run < RUNS; run++) took.push(await importOnce(folder, adapter));
  return { ms: median(took.map(({ ms }) => ms)), nodeMs: median(took.map(({ start }) => start)), runs: RUNS };
}

async function importOnce(folder: string, { runtime, env }: Adapter): Promise<{ start: number; ms: number }> {
  const args = [SCRIPT, join(folder, 'index.js'), ...(runtime === undefined ? [] : [runtime])];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout);
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
