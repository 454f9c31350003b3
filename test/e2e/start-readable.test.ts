import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLOUDS } from '../../local/laptop/cloud.ts';
import { createPorts } from '../../local/laptop/ports.ts';
import { copyCheckout } from './support/checkout.ts';
import { type Finished, runChild } from './support/child.ts';
import { createClosers } from './support/closers.ts';
import { readDeliveries } from './support/laptop.ts';

const closers = createClosers();
afterAll(closers.closeAll);

/** Where each part is, unless the port is taken. */
const PREFERRED = [
  {
    port: 8080,
    what: 'the control address',
    address: /^ {2}send +POST a CloudEvent to http:\/\/127\.0\.0\.1:(\d+)\/gcp, \/azure or \/aws$/m,
  },
  { port: 8081, what: 'the gcp function', address: /^ {2}gcp +function http:\/\/127\.0\.0\.1:(\d+) /m },
  { port: 8082, what: 'the azure function', address: /^ {2}azure +function http:\/\/127\.0\.0\.1:(\d+) /m },
  { port: 8083, what: 'the aws function', address: /^ {2}aws +function http:\/\/127\.0\.0\.1:(\d+) /m },
  { port: 8085, what: 'Pub/Sub', address: /^ {2}gcp .*Pub\/Sub http:\/\/127\.0\.0\.1:(\d+)/m },
  { port: 8086, what: 'Event Grid', address: /^ {2}azure .*Event Grid http:\/\/127\.0\.0\.1:(\d+)\//m },
  { port: 4566, what: 'the AWS endpoint', address: /^ {2}aws .*AWS endpoint http:\/\/127\.0\.0\.1:(\d+)/m },
  { port: 8090, what: 'the payment gateway', address: /^ {2}pay +http:\/\/127\.0\.0\.1:(\d+)\/gcp /m },
  { port: 2525, what: 'the inbox', address: /^ {2}mail +smtp:\/\/127\.0\.0\.1:(\d+)$/m },
];

describe('npm start -- --once, where ports are taken', () => {
  const held = new Set<number>();
  let finished: Finished;

  beforeAll(async () => {
    const { root } = closers.add(await copyCheckout());
    const ask = createPorts(() => {});
    // As a start asks, so that no start beside this test minds. What a start beside it has already may be free again in a moment.
    for (const { port, what } of PREFERRED) if ((await ask(port, what)) === port) held.add(await occupy(port));
    finished = await runChild(['local/start.ts', '--once'], { cwd: root });
  }, 90_000);

  it('ends well, and writes no colours into a pipe', () => {
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(finished.stdout).toBe(stripVTControlCharacters(finished.stdout));
  });

  it.each(PREFERRED)('says where $what is, and that $port is taken where it is', ({ port, what, address }) => {
    const [, now = ''] = address.exec(finished.stdout) ?? [];
    expect(now).toMatch(/^\d+$/);
    if (held.has(port)) expect(Number(now)).not.toBe(port);
    expect(finished.stdout.includes(`Port ${port} is taken: ${what} is on ${now}\n`)).toBe(Number(now) !== port);
  });

  it('tells of every delivery on a line of its own', () => {
    const told = readDeliveries(finished.stdout).map(({ ms: _, rest: __, ...words }) => Object.values(words).join(' '));
    const each = (words: string) => CLOUDS.map((cloud) => `${cloud} ${words}`);
    expect(told).toEqual(
      expect.arrayContaining([
        ...each('order.placed order-1 confirm done'),
        ...each('waybill.join.due order-2 ship done'),
        ...each('order.placed order-4 confirm reject'),
        ...each('blob.uploaded photos/sunset.jpg resize done'),
        ...each('blob.resized photos/sunset.jpg – skipped'),
      ]),
    );
  });

  it('tells the story of each order in one piece, cloud by cloud', () => {
    const told = readDeliveries(finished.stdout).map(({ cloud, subject }) => `${subject} ${cloud}`);
    const pieces = told.filter((piece, index) => piece !== told[index - 1]);
    const subjects = ['order-1', 'order-2', 'order-3', 'order-4', 'photos/sunset.jpg'];
    expect(pieces).toEqual(subjects.flatMap((subject) => CLOUDS.map((cloud) => `${subject} ${cloud}`)));
  });

  it('lists the orders with their ends, and each dead letter with the command that mended it', () => {
    const listed = (heading: string) => finished.stdout.split(`\n${heading}\n`)[1]?.split('\n\n')[0]?.split('\n') ?? [];
    const orders = listed('Orders').map((line) => line.trim().split(/ +/).slice(0, 3).join(' '));
    const ends = ['order-1 shipped', 'order-2 cancelled', 'order-3 shipped', 'order-4 shipped'];
    expect(orders).toEqual(CLOUDS.flatMap((cloud) => ends.map((end) => `${cloud} ${end}`)));
    for (const [index, line] of listed('Dead letters').entries())
      expect(line).toMatch(
        new RegExp(
          `^  ${CLOUDS[index]} +confirm +no-address +redriven → done +npx waybill dead-letters redrive [0-9a-f]{32} --cloud ${CLOUDS[index]} --set /data/customer/email=\\S+$`,
        ),
      );
    expect(listed('Dead letters')).toHaveLength(CLOUDS.length);
  });

  it('ends with links to six thumbnails and seven mails of each cloud, all in the folder of this run', () => {
    const paths = [...finished.stdout.matchAll(/file:\S+/g)].map(([link]) => fileURLToPath(link));
    expect(paths.filter((path) => path.endsWith('.jpg'))).toHaveLength(6);
    expect(paths.filter((path) => path.endsWith('.html'))).toHaveLength(21);
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
    expect(new Set(paths.map((path) => path.split(/[/\\]runs[/\\]/)[1]?.slice(0, 19))).size).toBe(1);
  });
});

/** Listens on a port until the tests are over. */
async function occupy(port: number): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  closers.add({ close: () => new Promise((resolve) => server.close(() => resolve())) });
  return port;
}
