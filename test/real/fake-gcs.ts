import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findPort } from '../e2e/support/free-port.ts';
import { startChild } from '../start-child.ts';
import { CACHE } from './cache.ts';

const MODULE = 'github.com/fsouza/fake-gcs-server@v1.55.1';
const HOME = join(CACHE, 'fake-gcs-server-1.55.1');
const BUILT = join(HOME, 'fake-gcs-server');

/** fake-gcs-server, an emulator of Cloud Storage: the one on the PATH, or built once with Go; `missing` says what to do. */
export function findFakeGcs(): { readonly command: string } | { readonly missing: string } {
  if (spawnSync('fake-gcs-server', ['-h']).error === undefined) return { command: 'fake-gcs-server' };
  if (existsSync(BUILT)) return { command: BUILT };
  if (spawnSync('go', ['version']).status !== 0)
    return { missing: 'no fake-gcs-server on the PATH, and no Go to build it' };
  console.error('Building fake-gcs-server. This happens once and takes some minutes.');
  const { status, stderr } = spawnSync('go', ['install', MODULE], {
    env: { ...process.env, GOBIN: HOME },
    encoding: 'utf8',
  });
  return status === 0
    ? { command: BUILT }
    : { missing: `go install ${MODULE} failed: ${stderr.trim().split('\n').at(-1)}` };
}

/** Starts it, empty and in memory. */
export async function startFakeGcs(command: string) {
  const port = await findPort();
  const place = ['-scheme', 'http', '-host', '127.0.0.1', '-port', `${port}`, '-public-host', `127.0.0.1:${port}`];
  const { close } = await startChild([command, ...place, '-backend', 'memory'], /server started at/);
  return { port, url: `http://127.0.0.1:${port}`, close };
}
