import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { until } from '../until.ts';

export type Official = { readonly host: string; readonly close: () => Promise<void> };

/**
 * The start script of Google's Pub/Sub emulator: what PUBSUB_OFFICIAL_EMULATOR names, or the component of the gcloud that is on the PATH.
 * `missing` says what this machine lacks.
 */
export function findOfficial(): { readonly script: string } | { readonly missing: string } {
  const script = process.env.PUBSUB_OFFICIAL_EMULATOR ?? ofGcloud();
  if (script === undefined) return { missing: 'no gcloud on the PATH and no PUBSUB_OFFICIAL_EMULATOR' };
  if (!isExecutable(script)) return { missing: `no ${script}: gcloud components install pubsub-emulator` };
  const java = spawnSync(process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java', ['-version']);
  return java.status === 0 ? { script } : { missing: 'no Java' };
}

/** Starts it on a free port. */
export async function startOfficial(script: string): Promise<Official> {
  const port = await freePort();
  const child = spawn(script, ['--host=127.0.0.1', `--port=${port}`], { stdio: 'ignore' });
  await until("Google's emulator", () => isUp(`http://127.0.0.1:${port}`), 60_000);
  return { host: `127.0.0.1:${port}`, close: () => end(child) };
}

function ofGcloud(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const gcloud = folders.map((folder) => join(folder, 'gcloud')).find(isExecutable);
  if (gcloud === undefined) return undefined;
  return join(dirname(realpathSync(gcloud)), '../platform/pubsub-emulator/bin/cloud-pubsub-emulator');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function isUp(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer !== undefined;
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
