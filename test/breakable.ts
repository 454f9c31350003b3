import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server on this machine that a test can cut. */
export type Breakable = {
  readonly port: number;
  /** Ends every connection and takes no more. */
  readonly close: () => Promise<void>;
};

/** Passes every connection on to a port of the loopback address. */
export async function startBreakable(target: number): Promise<Breakable> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((socket) => {
    const onward = keep(connect(target, '127.0.0.1'));
    keep(socket).pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { port, close };
}
