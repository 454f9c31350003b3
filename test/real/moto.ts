import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../start-child.ts';
import { CACHE } from './cache.ts';

export type Moto = { readonly url: string; readonly port: number; readonly close: () => Promise<void> };

const VERSION = '5.2.1';
const HOME = join(CACHE, `moto-${VERSION}-s3-dynamodb`);

/**
 * Moto's server, an emulator of AWS: the one on the PATH, or S3 and DynamoDB alone from PyPI, installed once into an environment of its own;
 * `missing` says what to do.
 */
export function findMoto(): { readonly command: string } | { readonly missing: string } {
  if (works('moto_server', '--help')) return { command: 'moto_server' };
  const done = join(HOME, 'done');
  if (!existsSync(done) && install()) writeFileSync(done, '');
  if (existsSync(done)) return { command: join(HOME, 'bin/moto_server') };
  return {
    missing: 'no moto_server on the PATH, and no Python that can install it: pip install "moto[server,s3,dynamodb]"',
  };
}

/** Starts it, empty, on a free port. */
export async function startMoto(command: string): Promise<Moto> {
  const ready = /Running on (http:\/\/127\.0\.0\.1:(\d+))/;
  const { match, close } = await startChild([command, '-H', '127.0.0.1', '-p', '0'], ready);
  return { url: match[1] ?? '', port: Number(match[2]), close };
}

/** Without the extra `server`, which brings three times as much. */
function install(): boolean {
  const packages = [`moto[s3,dynamodb]==${VERSION}`, 'flask==3.1.2', 'flask-cors==6.0.1'];
  const isMade = works('python3', '-m', 'venv', '--clear', HOME);
  return isMade && works(join(HOME, 'bin/pip'), 'install', '--quiet', '--disable-pip-version-check', ...packages);
}

function works(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
