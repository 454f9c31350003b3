import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { createKafkaPublisher } from '../../functions/kafka/client/publisher.ts';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { runKafkaTool } from '../../local/broker/run-java.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import type { Env } from '../../shared/delivery/embedded/env.ts';
import { type FaultProxy, startFaultProxy } from '../fault-proxy.ts';
import { describeIf } from '../skip.ts';
import { EVENT } from '../unit/functions/published-events.ts';
import { until } from '../until.ts';
import { createWorld } from './kafka-worker-world.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
const world = createWorld(() => broker?.brokers ?? '');
let broker: Broker | undefined;
let proxy: FaultProxy | undefined;

beforeAll(async () => {
  if ('missing' in kafka) return;
  const extra = { 'producer.id.expiration.ms': '2000', 'producer.id.expiration.check.interval.ms': '200' };
  broker = await startBroker({ extra });
  proxy = await startFaultProxy(Number(broker.brokers.split(':')[1]));
  await advertise(broker, proxy.port);
}, 60_000);
afterEach(world.closeAll);
afterAll(async () => {
  await proxy?.close();
  await broker?.close();
});

/** Clients that ask the broker where it is are led to this port. */
async function advertise(one: Broker, port: number): Promise<void> {
  const path = join(one.folder, 'server.properties');
  const lines = (await readFile(path, 'utf8')).split('\n');
  const changed = lines.map((line) =>
    line.startsWith('advertised.listeners=') ? line.replace(one.brokers, `127.0.0.1:${port}`) : line,
  );
  await writeFile(path, changed.join('\n'));
  await one.restart();
}

const event = (id: string) => ({ ...EVENT, id });

async function setUp(env: Env = {}) {
  const topic = world.newName('once');
  await world.createTopic(topic);
  const end = async () => {
    const partitions = [{ partitionIndex: 0, timestamp: -1n }];
    const [found] = await world.admin().listOffsets({ topics: [{ name: topic, partitions }] });
    return Number(found?.partitions[0]?.offset);
  };
  const publish = createKafkaPublisher({ KAFKA_BROKERS: broker?.brokers, KAFKA_TOPIC: topic, ...env });
  await publish([event('first')]);
  return { topic, publish, end };
}

describeIf(missing === '', missing)('a publisher', () => {
  it('writes an event once whose acknowledgement is lost', async () => {
    const { publish, end } = await setUp();
    for (let cut = 0; cut < 3; cut += 1) {
      proxy?.set('cut');
      await publish([event(`${cut}`)]);
    }
    expect(await end()).toBe(4);
  }, 60_000);

  it('writes it twice where enable.idempotence is false', async () => {
    const { publish, end } = await setUp({ KAFKA_ENABLE_IDEMPOTENCE: 'false' });
    proxy?.set('cut');
    await publish([event('second')]);
    expect(await end()).toBe(3);
  }, 60_000);

  it('goes on when the broker has forgotten it', async () => {
    const { topic, publish, end } = await setUp();
    await until('the broker to forget', async () => !(await producersOf(topic)).includes('\n'), 60_000);
    await publish([event('second')]);
    await publish([event('third')]);
    expect(await end()).toBe(3);
  }, 90_000);
});

/** A line of names, and one for each producer whose numbers the broker remembers. */
async function producersOf(topic: string): Promise<string> {
  const which = ['--topic', topic, '--partition', '0'];
  const to = ['--bootstrap-server', broker?.brokers ?? ''];
  const tool = ['org.apache.kafka.tools.TransactionsCommand', ...to, 'describe-producers', ...which] as const;
  return (await runKafkaTool(broker?.jars ?? '', tool)).trim();
}
