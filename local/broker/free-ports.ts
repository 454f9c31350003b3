import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Ports of this machine that nobody listens on now. They lie below those that the system gives to outgoing connections, so that a broker
 * which restarts finds its own free again.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
