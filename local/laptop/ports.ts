import { createServer } from 'node:net';
import { createReserve } from './reserve-ports.ts';

/** Gives the preferred port, or when that is taken any free one, and then says so. */
export function createPorts(say: (text: string) => void) {
  const reserve = createReserve();
  return async (preferred: number, what: string): Promise<number> => {
    if (reserve(preferred) && (await probe(preferred))) return preferred;
    const port = (await probe(0)) ?? 0;
    say(`Port ${preferred} is taken: ${what} is on ${port}`);
    return port;
  };
}

/** The port when it can be listened on; undefined when it is taken. */
function probe(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
