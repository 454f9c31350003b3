import { createServer, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { WorkerStatus } from '../worker-options.ts';

export type HealthServer = { readonly port: number; readonly close: () => Promise<void> };

type Options = {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly status: () => WorkerStatus;
  readonly registry: Registry;
};

/**
 * `/livez` answers 200 as long as the process can answer and has not stopped, `/readyz` 200 while the worker takes records and else 503 with the reasons,
 * `/metrics` in Prometheus' text format. Rejects with a sentence when it cannot listen there.
 */
export async function startHealthServer({ host, port, status, registry }: Options): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const { state, ready, troubles, lanes } = status();
    if (request.url === '/livez') return answer(response, state === 'stopped' ? 503 : 200, { state });
    if (request.url === '/readyz')
      return answer(response, ready ? 200 : 503, { state, troubles, partitions: lanes.length });
    if (request.url === '/metrics') return void metrics(response, registry);
    answer(response, 404, { expected: ['/livez', '/readyz', '/metrics'] });
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (cause) => reject(refusal(cause, host, port))).listen(port, host, resolve);
  await promise;
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

function refusal(cause: Error, host: string, port: number): Error {
  const [what, expected] =
    Reflect.get(cause, 'code') === 'EADDRINUSE'
      ? ['which another process listens on', 'a free port, or 0 for any']
      : [`where the system lets nobody listen (${cause.message})`, 'an address of this machine'];
  return new Error(`WAYBILL_HEALTH_HOST and WAYBILL_HEALTH_PORT say ${host}:${port}, ${what}: expected ${expected}`, {
    cause,
  });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}

async function metrics(response: ServerResponse, registry: Registry): Promise<void> {
  const text = await registry.metrics();
  response.writeHead(200, { 'content-type': registry.contentType }).end(text);
}
