import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Admin, Producer } from '@platformatic/kafka';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import { doors, odd } from '../contract/kafka/bad.ts';
import { createSend, type Reached } from '../contract/kafka/send.ts';
import { batches, orders, uploads } from '../contract/kafka/shapes.ts';
import { describeAdapter } from '../contract/suite.ts';
import { describeIf } from '../skip.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';

const TOPIC = 'orders';
/** More than payloads that are held at once. */
const PARTITIONS = 48;
/** A body of ten megabytes is too large for us, and is to get there. */
const LARGEST = String(16 * 1024 * 1024);

let broker: Broker | undefined;
let reached: Reached | undefined;

beforeAll(async () => {
  if ('missing' in kafka) return;
  broker = await startBroker();
  const client = { clientId: 'test', bootstrapBrokers: [broker.brokers], retries: 20, retryDelay: 100 };
  const [admin, producer] = [new Admin(client), new Producer(client)];
  reached = { topic: TOPIC, partitions: PARTITIONS, group: 'waybill', admin, producer };
  const configs = [{ name: 'max.message.bytes', value: LARGEST }];
  await admin.createTopics({ topics: [TOPIC], partitions: PARTITIONS, replicas: 1, configs });
  await admin.createTopics({ topics: [`${TOPIC}.dead-letters`], partitions: 1, replicas: 1 });
}, 60_000);

afterAll(async () => {
  await Promise.all([reached?.admin.close(), reached?.producer.close()]);
  await broker?.close();
});

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The broker is not up');
  return value;
}

const env = async () => ({
  KAFKA_BROKERS: started(broker).brokers,
  KAFKA_TOPIC: TOPIC,
  KAFKA_AUTO_COMMIT_INTERVAL_MS: '50',
  WAYBILL_HEALTH_HOST: '127.0.0.1',
  WAYBILL_HEALTH_PORT: '0',
});

describeIf(missing === '', missing)('on Apache Kafka', () => {
  describeAdapter({
    cloud: 'kafka',
    env,
    send: createSend(() => started(reached)),
    uploads,
    orders,
    batches,
    doors,
    odd,
  });

  it('has a copy of every letter on the dead-letter topic', async () => {
    const { admin } = started(reached);
    const partitions = [{ partitionIndex: 0, timestamp: -1n }];
    const [found] = await admin.listOffsets({ topics: [{ name: `${TOPIC}.dead-letters`, partitions }] });
    expect(Number(found?.partitions[0]?.offset)).toBeGreaterThan(odd.length);
  });
});
