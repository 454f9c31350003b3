import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { installedIn } from './installed.ts';
import type { Lock } from './lock.ts';

export type Place = { readonly root: string; readonly lock: Lock; readonly say: (line: string) => void };

/**
 * The folder of each package, by its path in the lock file: this checkout's own, or, where this machine has another system's, one that
 * npm fetches in exactly the locked version. Throws when that cannot be had.
 */
export async function locate(place: Place, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { root, lock } = place;
  const here = installedIn(root, lock, paths);
  const missing = paths.filter((path) => !here.has(path));
  const fetched = missing.length === 0 ? root : await fetchAll(place, missing);
  return new Map(paths.map((path) => [path, join(here.has(path) ? root : fetched, path)]));
}

async function fetchAll({ root, lock, say }: Place, paths: readonly string[]): Promise<string> {
  const folder = join(root, '.waybill', 'linux-x64');
  if (installedIn(folder, lock, paths).size === paths.length) return folder;
  const packages = paths.map((path) => `${path.replace(/^.*node_modules\//, '')}@${lock[path]?.version}`);
  say(`fetching for Linux x64: ${packages.join(', ')}`);
  await mkdir(folder, { recursive: true });
  await npmInstall(folder, packages);
  const got = installedIn(folder, lock, paths);
  const wrong = paths.find((path) => !got.has(path));
  if (wrong === undefined) return folder;
  throw new Error(
    `${wrong}: what npm fetched is not what package-lock.json names: expected ${lock[wrong]?.version} with ${lock[wrong]?.integrity}. Delete ${folder} and build again`,
  );
}

const TARGET = ['--os=linux', '--cpu=x64', '--libc=glibc'];

async function npmInstall(folder: string, packages: readonly string[]): Promise<void> {
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...TARGET];
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith('js') ? [process.execPath, npm] : ['npm'];
  const child = spawn(command ?? 'npm', [...first, ...args, `--prefix=${folder}`, ...packages], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32' && first.length === 0,
  });
  const [code]: (number | null)[] = await once(child, 'close');
  if (code !== 0) throw new Error(`npm could not fetch ${packages.join(', ')}: it ended with code ${code}`);
}
