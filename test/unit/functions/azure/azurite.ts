import { createRequire } from 'node:module';
import { startChild } from '../../../start-child.ts';

const MAIN = createRequire(import.meta.url).resolve('azurite/dist/src/blob/main.js');

/** Azurite's Blob service in memory, on a free port, in a process of its own. */
export async function startAzurite() {
  const place = ['--blobHost', '127.0.0.1', '--blobPort', '0', '--inMemoryPersistence'];
  const quiet = ['--disableTelemetry', '--silent', '--skipApiVersionCheck'];
  const { match, close } = await startChild([process.execPath, MAIN, ...place, ...quiet], /listens on .*:(\d+)/);
  return { port: Number(match[1]), close };
}

/** Azurite's account is the same everywhere, and its key is no secret (Azurite documentation, "Default storage account"). */
export function connectionTo(port: number): string {
  const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
  const endpoint = `http://127.0.0.1:${port}/devstoreaccount1`;
  return `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${key};BlobEndpoint=${endpoint};`;
}
