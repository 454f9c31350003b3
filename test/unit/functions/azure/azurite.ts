import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

/** Azurite's Blob service in memory, on a free port, in a process of its own. */
export async function startAzurite() {
  const main = createRequire(import.meta.url).resolve('azurite/dist/src/blob/main.js');
  const args = ['--inMemoryPersistence', '--disableTelemetry', '--silent', '--skipApiVersionCheck'];
  const child = spawn(process.execPath, [main, '--blobHost', '127.0.0.1', '--blobPort', '0', ...args]);
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', () => reject(new Error('Azurite ended before it listened')));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, found] = /listens on .*:(\d+)/.exec(line) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
  });
  const close = async () => {
    child.kill('SIGKILL');
    await once(child, 'close');
  };
  return { port, close };
}

/** Azurite's account is the same everywhere, and its key is no secret (Azurite documentation, "Default storage account"). */
export function connectionTo(port: number): string {
  const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
  const endpoint = `http://127.0.0.1:${port}/devstoreaccount1`;
  return `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${key};BlobEndpoint=${endpoint};`;
}
