import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isObject } from '../../shared/schemas/json.ts';
import type { Adapter } from './adapters.ts';

/** In milliseconds, medians: the import of the bundle without the cloud's own package, and Node's own start before it. */
export type ColdStart = { readonly ms: number; readonly nodeMs: number; readonly runs: number };

const RUNS = 3;
const SCRIPT = join(import.meta.dirname, 'import-once.mjs');

/** Imports the bundle in some fresh processes, one after the other. Throws, with a sentence, when one cannot. */
export async function measureColdStart(folder: string, adapter: Adapter): Promise<ColdStart> {
  const took: { readonly start: number; readonly ms: number }[] = [];
  for (let run = 0; run < RUNS; run++) took.push(await importOnce(folder, adapter));
  return { ms: median(took.map(({ ms }) => ms)), nodeMs: median(took.map(({ start }) => start)), runs: RUNS };
}

async function importOnce(folder: string, { runtime, env }: Adapter): Promise<{ start: number; ms: number }> {
  const args = [SCRIPT, join(folder, 'index.js'), ...(runtime === undefined ? [] : [runtime])];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env }).catch((cause: unknown) => {
    throw new Error(
      `${folder}/index.js does not load: expected it to need nothing but what lies beside it, got ${lastWords(cause)}. A file that a module reads is not in the bundle: import what it says`,
      { cause },
    );
  });
  return JSON.parse(stdout);
}

/** Of the process: the error that it ended with, without its stack. */
function lastWords(cause: unknown): string {
  const said = isObject(cause) && typeof cause.stderr === 'string' ? cause.stderr : '';
  return /^\w*Error\b.*$/m.exec(said)?.[0] ?? String(cause);
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
