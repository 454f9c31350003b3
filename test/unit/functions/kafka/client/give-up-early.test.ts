import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Admin } from '@platformatic/kafka';
import { explainKafkaError } from '../../../../../functions/kafka/client/errors.ts';
import { giveUpEarly } from '../../../../../functions/kafka/client/give-up-early.ts';
import { createClosers } from '../../../../e2e/support/closers.ts';
import { closedPort } from '../../closed-port.ts';

const closers = createClosers();
afterEach(closers.closeAll);

/** What a call to this address ends with, and how often the client tried again. */
async function call(broker: string) {
  const options = { clientId: 'test', bootstrapBrokers: [broker], requestTimeout: 100, retries: 1, retryDelay: 1 };
  const admin = closers.add(giveUpEarly(new Admin(options)));
  let again = 0;
  admin.on('client:performWithRetry:retry', () => {
    again += 1;
  });
  const code = await admin.listTopics().then(String, (error: unknown) => explainKafkaError(error).code);
  return { code, again };
}

describe('a client for one call', () => {
  it('tries nothing again with a broker that does not answer', async () => {
    const sockets = new Set<{ destroy: () => void }>();
    const server = createServer((socket) => void sockets.add(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.add({
      close: async () => {
        for (const socket of sockets) socket.destroy();
        server.close();
        await once(server, 'close');
      },
    });
    const { port } = server.address() as AddressInfo; // of a TCP server that listens
    expect(await call(`127.0.0.1:${port}`)).toEqual({ code: 'request-timed-out', again: 0 });
  });

  it('tries again where a broker may be about to start', async () => {
    const { code, again } = await call(await closedPort());
    expect(code).toBe('connection-refused');
    expect(again).toBeGreaterThan(0);
  });
});
