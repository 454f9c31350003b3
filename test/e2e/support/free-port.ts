import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** A port of the loopback address that nothing listens on. */
export async function findPort(): Promise<number> {
  const { port, close } = await holdPort();
  await close();
  return port;
}

/** Listens on a free port of the loopback address, so that nothing else can. */
export async function holdPort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  return { port, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}
