import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import '../../functions/gcp/index.ts';
import { announce, portFromEnv } from './announce.ts';

/** The Google Cloud adapter in the Functions Framework's own server; its command line would listen on every interface. */
const server = getTestServer('router').listen(portFromEnv(), '127.0.0.1');
await once(server, 'listening');

const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
announce('gcp', `http://127.0.0.1:${port}`, async () => {
  server.close();
  server.closeAllConnections();
});
