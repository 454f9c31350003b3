import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { startChild } from '../start-child.ts';

const JAR = 'cloud-firestore-emulator.jar';
const MAIN = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';

/** Google's Firestore emulator: the jar that FIRESTORE_EMULATOR_JAR names, or the component of the gcloud that is on the PATH. */
export function findFirestore(): { readonly jar: string } | { readonly missing: string } {
  const jar = process.env.FIRESTORE_EMULATOR_JAR ?? ofGcloud();
  if (jar === undefined || !existsSync(jar))
    return { missing: 'no Firestore emulator beside a gcloud on the PATH, and no FIRESTORE_EMULATOR_JAR' };
  return spawnSync('java', ['-version']).status === 0 ? { jar } : { missing: 'no Java' };
}

/** Starts it, empty, on a free port. */
export async function startFirestore(jar: string) {
  const port = await freePort();
  // As gcloud's own script starts it, without the shell between, which would be ended in its place.
  const command = ['java', '-Duser.language=en', '-cp', jar, MAIN, '--host=127.0.0.1', `--port=${port}`];
  const { close } = await startChild(command, /Dev App Server is now running/);
  return { port, close };
}

function ofGcloud(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.find((folder) => existsSync(join(folder, 'gcloud')));
  if (found === undefined) return undefined;
  return join(dirname(realpathSync(join(found, 'gcloud'))), '../platform/cloud-firestore-emulator', JAR);
}

/** The emulator takes no port 0. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
