import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild } from '../start-child.ts';
import { CACHE, reasonOf, run, works } from './tools.ts';

const VERSION = '5.2.1';
const HOME = join(CACHE, `moto-${VERSION}`);
const INSTALLED = join(HOME, 'bin/moto_server');
const DONE = join(HOME, 'done');

/** Moto's server, from the PATH or from PyPI, installed once into an environment of its own; `missing` says what this machine lacks. */
export async function findMoto(): Promise<{ readonly server: string } | { readonly missing: string }> {
  if (await works('moto_server', '--help')) return { server: 'moto_server' };
  if (existsSync(DONE)) return { server: INSTALLED };
  if (!(await works('python3', '-m', 'venv', '--help')))
    return { missing: 'no moto_server, and no Python to install it' };
  try {
    await install();
    return { server: INSTALLED };
  } catch (error) {
    return { missing: `moto could not be installed: ${reasonOf(error)}` };
  }
}

/** S3 in memory. */
export async function startMoto(server: string) {
  const { match, close } = await startChild([server, '-H', '127.0.0.1', '-p', '0'], /Running on (http:\S+):(\d+)/);
  return { port: Number(match[2]), close };
}

/** What S3 needs, and not the extra `server`, which is three times as much. */
async function install(): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  await run('python3', ['-m', 'venv', '--clear', HOME]);
  await run(join(HOME, 'bin/pip'), ['install', '--quiet', `moto[s3]==${VERSION}`, 'flask==3.1.2', 'flask-cors==6.0.1']);
  await writeFile(DONE, '');
}
