import { createRequire } from 'node:module';
import { startChild } from '../../../start-child.ts';

const QUIET = ['--inMemoryPersistence', '--disableTelemetry', '--silent', '--skipApiVersionCheck'];

/** Azurite's Blob service in memory, on a free port, in a process of its own, with these options too. */
export function startAzurite(...options: readonly string[]) {
  return start('blob/main.js', ['blob'], { ready: /listens on .*:(\d+)/, options });
}

/** Its Table service. By itself it does not say which port it has found, so that all three services are started. */
export function startAzuriteTables(...options: readonly string[]) {
  const ready = /Table service is successfully listening at .*:(\d+)/;
  return start('azurite.js', ['blob', 'queue', 'table'], { ready, options });
}

type How = { readonly ready: RegExp; readonly options: readonly string[] };

async function start(main: string, services: readonly string[], { ready, options }: How) {
  const path = createRequire(import.meta.url).resolve(`azurite/dist/src/${main}`);
  const places = services.flatMap((service) => [`--${service}Host`, '127.0.0.1', `--${service}Port`, '0']);
  const { match, close } = await startChild([process.execPath, path, ...places, ...QUIET, ...options], ready);
  return { port: Number(match[1]), close };
}

/** Azurite's account is the same everywhere, and its key is no secret (Azurite documentation, "Default storage account"). */
export function connectionTo(port: number, service: 'Blob' | 'Table' = 'Blob'): string {
  const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
  const endpoint = `http://127.0.0.1:${port}/devstoreaccount1`;
  return `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${key};${service}Endpoint=${endpoint};`;
}
