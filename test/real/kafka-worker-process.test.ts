import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import { describeIf } from '../skip.ts';
import { until } from '../until.ts';
import { createWorld } from './kafka-worker-world.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
const world = createWorld(() => broker?.brokers ?? '');
const ends: (() => Promise<unknown>)[] = [];
let broker: Broker | undefined;

beforeAll(async () => {
  if (!('missing' in kafka)) broker = await startBroker();
}, 60_000);
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await world.closeAll();
}, 30_000);
afterAll(() => broker?.close());

type Line = Readonly<Record<string, unknown>>;

const INDEX = join(import.meta.dirname, '../../functions/kafka/index.ts');

/** `npm run worker`, with folders for all that is not Kafka. */
async function spawnWorker(topic: string, env: Readonly<Record<string, string | undefined>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-worker-'));
  const folders = { STATE_ROOT: 'state', BLOB_ROOT: 'blobs', DEAD_LETTER_ROOT: 'letters', MAIL_ROOT: 'mail' };
  const places = Object.fromEntries(Object.entries(folders).map(([name, path]) => [name, join(folder, path)]));
  const own = {
    KAFKA_BROKERS: broker?.brokers ?? '',
    KAFKA_TOPIC: topic,
    WAYBILL_HEALTH_HOST: '127.0.0.1',
    WAYBILL_HEALTH_PORT: '0',
  };
  const child = spawn(process.execPath, [INDEX], {
    env: { PATH: process.env.PATH ?? '', ...places, ...own, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: Line[] = [];
  createInterface({ input: child.stdout }).on('line', (text) => lines.push(JSON.parse(text)));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  ends.push(async () => {
    child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true });
  });
  const { health } = await until('its first line', () => lines.find(({ message }) => message === 'the worker runs'));
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${health}${path}`);
    return { status: answer.status, text: await answer.text() };
  };
  await until('it is ready', async () => (await ask('/readyz')).status === 200);
  return { child, lines, exited, ask, deliveries: () => lines.filter(({ message }) => message === 'delivery') };
}

/** Of a type that nobody knows: a letter in the folder, on the dead-letter topic, and in the metrics. */
const unknown = (id: string) =>
  Buffer.from(JSON.stringify({ specversion: '1.0', id, source: '/test', type: 'nobody.knows', subject: id, data: {} }));

describeIf(missing === '', missing)('the worker as a process', () => {
  it('delivers, tells how it is, and commits and ends with 0 at SIGTERM', async () => {
    const topic = world.newName('events');
    await world.createTopic(topic, 2);
    await world.createTopic(`${topic}.dead-letters`);
    await world.produce([{ value: unknown('a') }, { value: unknown('b') }], topic);
    const worker = await spawnWorker(topic, { KAFKA_GROUP: topic });
    await until('both deliveries', () => worker.deliveries().length === 2);
    const { text } = await worker.ask('/metrics');
    expect(text).toMatch(/^waybill_deliveries_total\{route=".*",outcome="reject"\} 2$/m);
    expect(text).toMatch(new RegExp(`^waybill_lane_depth\\{topic="${topic}",partition="1"\\} 0$`, 'm'));
    expect(text).toMatch(/^waybill_ready 1$/m);
    expect([(await worker.ask('/livez')).status, (await worker.ask('/')).status]).toEqual([200, 404]);
    worker.child.kill('SIGTERM');
    expect(await worker.exited).toBe(0);
    const committed = await world.committed(topic, topic);
    expect(committed.reduce((total, [, offset]) => total + Number(offset), 0)).toBe(2);
    const lines = JSON.stringify(worker.lines);
    expect(lines).toMatch(/"the worker runs","kafka":"127\.0\.0\.1:\d+ by PLAINTEXT"/);
    expect(lines).not.toContain('"data"');
  }, 60_000);

  it('ends at SIGTERM without waiting for a state store that is down, and says how many records others will get', async () => {
    const topic = world.newName('events');
    await world.createTopic(topic);
    await world.createTopic(`${topic}.dead-letters`);
    await world.produce([{ value: unknown('a') }, { value: unknown('b') }], topic);
    // Longer than the test may take.
    const env = { KAFKA_GROUP: topic, STATE_ROOT: undefined, WAYBILL_GRACE: '10m' };
    // Nothing listens there: the lowest port is nobody's.
    const worker = await spawnWorker(topic, {
      ...env,
      STATE_URL: 'postgres://nobody@127.0.0.1:1/none?sslmode=disable',
    });
    await until('both deliveries', () => worker.deliveries().length === 2);
    worker.child.kill('SIGTERM');
    expect(await worker.exited).toBe(0);
    expect(worker.lines.at(-1)).toMatchObject({ message: 'the worker has ended', givenBack: 2 });
    expect(await world.committed(topic, topic)).toEqual([[0, 0n]]);
  }, 60_000);
});
