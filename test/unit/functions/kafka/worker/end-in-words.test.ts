import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from '@jest/globals';

const ENTRY = join(import.meta.dirname, '../../../../../functions/kafka/index.ts');
const folder = mkdtempSync(join(tmpdir(), 'waybill-words-'));
afterAll(() => rmSync(folder, { recursive: true }));
const enough = { KAFKA_BROKERS: '127.0.0.1:1', KAFKA_TOPIC: 'orders', DEAD_LETTER_ROOT: folder, BLOB_ROOT: folder };

function start(env: Readonly<Record<string, string>>) {
  const { PATH } = process.env;
  const { status, stderr } = spawnSync(process.execPath, [ENTRY], { env: { PATH, ...env }, encoding: 'utf8' });
  return { status, lines: stderr.trimEnd().split('\n') };
}

it.each<[what: string, env: Readonly<Record<string, string>>, words: string]>([
  ['no brokers', {}, 'KAFKA_BROKERS is not set: expected brokers such as localhost:9092'],
  ['no topic', { ...enough, KAFKA_TOPIC: '' }, 'KAFKA_TOPIC is not set'],
  ['no place for state', enough, 'STATE_URL is not set'],
  ['a port that is none', { ...enough, STATE_ROOT: folder, WAYBILL_HEALTH_PORT: '99999' }, 'WAYBILL_HEALTH_PORT'],
])('a worker with %s ends with one sentence, and where to read on', (_, env, words) => {
  const { status, lines } = start(env);
  expect(status).toBe(1);
  expect(lines).toEqual([expect.stringContaining(words), 'docs/kafka.md says what it is told.']);
  expect(lines[0]).toMatch(/^The worker does not start: /);
});

it('a worker whose health port is taken says so, before it has called at a broker', async () => {
  let calls = 0;
  const [taken, broker] = [createServer(), createServer(() => (calls += 1))];
  const [port, brokerPort] = [await listen(taken), await listen(broker)];
  const place = { STATE_ROOT: folder, WAYBILL_HEALTH_HOST: '127.0.0.1', WAYBILL_HEALTH_PORT: port };
  const child = spawn(process.execPath, [ENTRY], {
    env: { PATH: process.env.PATH, ...enough, ...place, KAFKA_BROKERS: `127.0.0.1:${brokerPort}` },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [words, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  for (const server of [taken, broker]) server.close();
  expect([code, calls]).toEqual([1, 0]);
  expect(words.split('\n')[0]).toBe(
    `The worker does not start: WAYBILL_HEALTH_HOST and WAYBILL_HEALTH_PORT say 127.0.0.1:${port}, which another process listens on: expected a free port, or 0 for any`,
  );
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return String((server.address() as AddressInfo).port); // a TCP server's address is never a string
}
