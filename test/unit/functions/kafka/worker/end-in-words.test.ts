import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

it('a worker whose health port is taken says so', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? String(address.port) : '';
  const place = { STATE_ROOT: folder, WAYBILL_HEALTH_HOST: '127.0.0.1', WAYBILL_HEALTH_PORT: port };
  const { status, lines } = start({ ...enough, ...place });
  taken.close();
  expect([status, lines[0]]).toEqual([1, expect.stringMatching(/^The worker does not start: .*EADDRINUSE.*:\d+$/)]);
});
