import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/**
 * What becomes of what goes through: `pass` all of it; `refuse` every connection; `hang`: nothing gets there; `hush`: requests get there
 * and no answer comes back; `cut`: the next answer is dropped with its connection, and then all is `pass` again.
 */
export type Fault = 'pass' | 'refuse' | 'hang' | 'hush' | 'cut';

export type FaultProxy = {
  readonly port: number;
  readonly set: (fault: Fault) => void;
  readonly close: () => Promise<void>;
};

/** A way to a port of the loopback address that a test can spoil. */
export async function startFaultProxy(target: number): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  let fault: Fault = 'pass';
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((socket) => {
    if (fault === 'refuse') return void socket.destroy();
    const onward = connect(target, '127.0.0.1');
    for (const [one, other] of [[socket, onward] as const, [onward, socket] as const]) {
      sockets.add(one);
      one.on('error', () => one.destroy());
      one.once('close', () => sockets.delete(one) && other.destroy());
    }
    socket.on('data', (bytes) => fault !== 'hang' && onward.write(bytes));
    onward.on('data', (bytes) => {
      if (fault === 'pass') return socket.write(bytes);
      if (fault !== 'cut') return;
      fault = 'pass';
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port, // a TCP server's address is never a string
    set: (next) => {
      // What was left out of a connection cannot be made good.
      if (next === 'refuse' || fault === 'hang' || fault === 'hush') endAll();
      fault = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        endAll();
      }),
  };
}
