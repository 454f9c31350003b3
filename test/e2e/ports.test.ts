import { createServer, type Server } from 'node:net';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPorts } from '../../local/laptop/ports.ts';
import { copyCheckout } from './support/checkout.ts';
import { type Finished, runChild } from './support/child.ts';
import { createClosers } from './support/closers.ts';

const closers = createClosers();
afterAll(closers.closeAll);

const PREFERRED = [8080, 8081, 8082, 8083, 8085, 8086, 2525];
const held = new Set<number>();

describe('npm start where its ports are taken', () => {
  let finished: Finished;
  beforeAll(async () => {
    const { root } = closers.add(await copyCheckout());
    const ask = createPorts(() => {});
    // As a start asks, so that no start beside this test minds. What a start beside it has already may be free again in a moment.
    for (const port of PREFERRED) if ((await ask(port, 'this test')) === port) await occupy(port);
    finished = await runChild(['local/start.ts', '--once'], { cwd: root, env: { FORCE_COLOR: '1' } });
  }, 90_000);

  it('moves to free ones, and ends as well as ever', () => {
    expect(finished).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    [8080, 'the control address', /POST a CloudEvent to http:\/\/127.0.0.1:(\d+)/],
    [8081, 'the gcp function', /gcp +function http:\/\/127.0.0.1:(\d+)/],
    [8082, 'the azure function', /azure +function http:\/\/127.0.0.1:(\d+)/],
    [8083, 'the aws function', /aws +function http:\/\/127.0.0.1:(\d+)/],
    [8085, 'Pub/Sub', /Pub\/Sub http:\/\/127.0.0.1:(\d+)/],
    [8086, 'Event Grid', /Event Grid http:\/\/127.0.0.1:(\d+)/],
    [2525, 'the inbox', /mail +smtp:\/\/127.0.0.1:(\d+)/],
  ])('says that %i is taken, and where %s is now', (port, what, address) => {
    const text = stripVTControlCharacters(finished.stdout);
    const [, now = ''] = address.exec(text) ?? [];
    expect(now).toMatch(/^\d+$/);
    if (held.has(port)) expect(Number(now)).not.toBe(port);
    expect(text.includes(`Port ${port} is taken: ${what} is on ${now}\n`)).toBe(Number(now) !== port);
  });

  it('writes colours into a pipe when it is told to', () => {
    expect(finished.stdout).not.toBe(stripVTControlCharacters(finished.stdout));
  });
});

async function occupy(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  held.add(port);
  closers.add({ close: () => closeServer(server) });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
