import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type Server as GrpcServer, ServerCredentials } from '@grpc/grpc-js';
import type { Handle } from '../../../http.ts';

export type OnePort = { readonly port: number; readonly close: () => Promise<void> };

/**
 * Serves gRPC and HTTP/1.1 on one port of the loopback address, as Google's emulator does: what begins with HTTP/2's connection preface
 * (RFC 9113, section 3.4) is gRPC.
 */
export async function listenOnOnePort(grpc: GrpcServer, handle: Handle, port: number): Promise<OnePort> {
  const http = createHttpServer((request, response) => void handle(request, response));
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      if (first.subarray(0, 4).toString() === 'PRI ') return injector.injectConnection(socket);
      http.emit('connection', socket);
      socket.resume();
    });
  });
  const taken = await listen(server, port);
  const close = async () => {
    injector.destroy();
    grpc.forceShutdown();
    http.closeAllConnections();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: taken, close };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)); // a TCP server's address is never a string
  });
}
