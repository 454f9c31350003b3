import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JestReport } from './summary.ts';

/** How Jest ended, and its report when it wrote one. */
export type JestRun = { readonly code: number; readonly report: JestReport | undefined };

/** Runs Jest with these arguments in a process of its own, whose output is this one's. */
export async function runJest(args: readonly string[]): Promise<JestRun> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-test-run-'));
  const file = join(folder, 'report.json');
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  // Jest runs ES modules only with this flag, and Node warns of it once in each worker.
  const options = [process.env.NODE_OPTIONS, '--experimental-vm-modules', '--no-warnings'].filter(Boolean).join(' ');
  const root = join(import.meta.dirname, '../..');
  // The many processes that tests start compile the same packages: once is enough.
  const cache = join(root, '.waybill', 'compile-cache');
  // V8's cache of compiled code would keep every module of every test file: two gigabytes that a worker is too slow to give back.
  const child = spawn(process.execPath, ['--no-compilation-cache', jest, '--json', `--outputFile=${file}`, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: cache, ...process.env, NODE_OPTIONS: options },
  });
  const [code] = await once(child, 'exit');
  const report = await readReport(file);
  await rm(folder, { recursive: true });
  return { code: typeof code === 'number' ? code : 1, report };
}

async function readReport(file: string): Promise<JestReport | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as JestReport); // Jest's own format
}
