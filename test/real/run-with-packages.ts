import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const HOOK = join(import.meta.dirname, 'with-packages.mjs');

/** Runs a script in a process of its own, which finds the packages of a folder as if they were installed here; gives the JSON that it prints. */
export async function runWithPackages(script: string, folder: string, env: NodeJS.ProcessEnv): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', HOOK, join(import.meta.dirname, script)],
    { env: { PATH: process.env.PATH, ...env, PACKAGES_FROM: folder }, timeout: 60_000 },
  );
  return JSON.parse(stdout);
}
