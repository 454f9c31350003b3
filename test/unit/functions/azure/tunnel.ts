import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** An HTTP proxy on this machine whose tunnels (RFC 9110, §9.3.6) to a host of `hosts` end at the local port beside it. */
export async function startTunnel(hosts: ReadonlyMap<string, number>) {
  const open = new Set<Socket>();
  const server = createServer().on('connect', ({ url = '' }, socket: Socket) => {
    const port = hosts.get(url.replace(/:443$/, ''));
    if (port === undefined) return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const far = connect(port, '127.0.0.1', () => void socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    pipeline(socket, far, socket, () => {});
    for (const end of [socket, far]) open.add(end);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  const close = async () => {
    for (const socket of open) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${port}`, close };
}
