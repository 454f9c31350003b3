import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Admin, Consumer, Producer, stringSerializers } from '@platformatic/kafka';
import { clientOptions } from '../../functions/kafka/client/client-options.ts';
import type { KafkaErrorCode } from '../../functions/kafka/client/errors/errors-table.ts';
import { explainKafkaError } from '../../functions/kafka/client/errors.ts';
import { explainByProbe } from '../../functions/kafka/client/explain-by-probe.ts';
import { giveUpEarly } from '../../functions/kafka/client/give-up-early.ts';
import { probeBroker } from '../../functions/kafka/client/probe.ts';
import { kafkaSettings } from '../../functions/kafka/client/settings.ts';
import { findKafka } from '../../local/broker/find-kafka.ts';
import type { ListenerKind } from '../../local/broker/listeners.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import type { Env } from '../../shared/delivery/embedded/env.ts';
import { createClosers } from '../e2e/support/closers.ts';
import { describeIf } from '../skip.ts';
import { closedPort } from '../unit/functions/closed-port.ts';
import { until } from '../until.ts';
import { createWorld } from './kafka-worker-world.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
const closers = createClosers();
const world = createWorld(() => broker.brokers);
let broker: Broker;
let settled: Broker | undefined;

beforeAll(async () => {
  if ('missing' in kafka) return;
  const listeners = ['sasl-plaintext', 'plaintext', 'tls', 'mtls', 'sasl-tls'] as const;
  settled = await startBroker({
    listeners,
    users: { admin: 'admin-pw', waybill: 'waybill-pw' },
    acls: true,
  });
  broker = settled;
  const admin = closers.add(new Admin(await optionsOf('admin')));
  const configs = [{ name: 'max.message.bytes', value: '2000' }];
  await admin.createTopics({ topics: ['orders'], partitions: 2, replicas: 1, configs });
}, 120_000);
afterAll(async () => {
  await world.closeAll();
  await closers.closeAll();
  await settled?.close();
});

const login = (user: string): Env => ({
  KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
  KAFKA_SASL_USERNAME: user,
  KAFKA_SASL_PASSWORD: `${user}-pw`,
});

function at(kind: ListenerKind, protocol: string, more: Env = {}): Env {
  const trust = protocol.endsWith('SSL') ? { KAFKA_SSL_TRUSTSTORE_LOCATION: broker.authority().ca } : {};
  return { KAFKA_BROKERS: broker.listeners[kind], KAFKA_SECURITY_PROTOCOL: protocol, ...trust, ...more };
}

async function optionsOf(user: string) {
  const settings = kafkaSettings(at('sasl-plaintext', 'SASL_PLAINTEXT', login(user)));
  return { ...(await clientOptions(settings)), retries: 0, connectTimeout: 2_000, requestTimeout: 3_000 };
}

async function write(user: string, topic: string, value = 'x'): Promise<unknown> {
  const producer = closers.add(new Producer({ ...(await optionsOf(user)), serializers: stringSerializers }));
  return producer.send({ messages: [{ topic, value }], acks: -1 });
}

async function consumerOf(user: string, groupId: string) {
  // The first group's coordinator takes a moment.
  const patient = { retries: 50, retryDelay: 100 };
  const consumer = new Consumer({ ...(await optionsOf(user)), ...patient, groupId, maxWaitTime: 100 });
  closers.add({ close: () => consumer.close(true) });
  return consumer;
}

async function readFrom(offset: bigint): Promise<unknown> {
  const consumer = await consumerOf('admin', `from-${offset}`);
  const offsets = [{ topic: 'orders', partition: 0, offset }];
  const stream = await consumer.consume({ topics: ['orders'], mode: 'manual', offsets, fallbackMode: 'fail' });
  closers.add(stream);
  for await (const message of stream) return message;
  return undefined;
}

async function join(user: string, group: string): Promise<unknown> {
  const consumer = await consumerOf(user, group);
  return consumer.findGroupCoordinator();
}

async function create(topic: string): Promise<unknown> {
  const admin = closers.add(new Admin(await optionsOf('admin')));
  return admin.createTopics({ topics: [topic], partitions: 1, replicas: 1 });
}

async function troubleOf(attempt: Promise<unknown>) {
  return attempt.then(() => Promise.reject(new Error('It went well')), explainKafkaError);
}

type Case = readonly [attempt: () => Promise<unknown>, code: KafkaErrorCode, place: object, retriable: boolean];

const CASES: Readonly<Record<string, Case>> = {
  'a topic that is not there': [() => write('admin', 'nowhere'), 'unknown-topic', { topic: 'nowhere' }, true],
  'a topic without a grant': [() => write('waybill', 'orders'), 'topic-not-permitted', { topic: 'orders' }, false],
  'a group without a grant': [() => join('waybill', 'billing'), 'group-not-permitted', { group: 'billing' }, false],
  'an offset that is not there': [() => readFrom(1_000n), 'offset-out-of-range', { partition: 0 }, false],
  'a record that is too large': [
    () => write('admin', 'orders', 'x'.repeat(5_000)),
    'too-large',
    { topic: 'orders', partition: expect.any(Number) },
    false,
  ],
  'a name that Kafka does not take': [() => create('my orders'), 'bad-topic-name', { topic: 'my orders' }, false],
};

type Probe = readonly [env: () => Env, code: KafkaErrorCode | undefined, words?: string];

const PROBES: Readonly<Record<string, Probe>> = {
  'nothing, without security': [() => at('plaintext', 'PLAINTEXT'), undefined],
  'nothing, with TLS': [() => at('tls', 'SSL'), undefined],
  'nothing, before a login': [() => at('sasl-tls', 'SASL_SSL', login('waybill')), undefined],
  'TLS that is wanted': [() => at('tls', 'PLAINTEXT'), 'plaintext-to-tls'],
  'TLS that is not': [() => at('plaintext', 'SSL'), 'tls-to-plaintext'],
  'a certificate that is wanted': [() => at('mtls', 'SSL'), 'client-certificate-needed'],
  'a login that is wanted': [() => at('sasl-plaintext', 'PLAINTEXT'), 'login-wanted', 'it offers PLAIN, SCRAM-SHA-'],
  'a login that is not': [() => at('tls', 'SASL_SSL', login('waybill')), 'login-not-wanted'],
  'a broker that is not there': [() => ({ KAFKA_BROKERS: CLOSED }), 'connection-refused'],
};
const CLOSED = await closedPort();

describeIf(missing === '', missing)('an error of Apache Kafka', () => {
  it.each(Object.entries(CASES))('is told, with its place: %s', async (_what, [attempt, code, place, retriable]) => {
    const trouble = await troubleOf(attempt());
    expect(trouble).toMatchObject({ code, place, retriable });
  });

  it('is told at once to who waits for one call, where it is the password', async () => {
    const wrong = { ...login('waybill'), KAFKA_SASL_PASSWORD: 'wrong' };
    const settings = kafkaSettings(at('sasl-plaintext', 'SASL_PLAINTEXT', wrong));
    // More tries than the test has time for.
    const options = { ...(await clientOptions(settings)), retries: 1_000, retryDelay: 1_000 };
    const admin = closers.add(giveUpEarly(new Admin(options)));
    expect(await troubleOf(admin.listTopics())).toMatchObject({ code: 'wrong-credentials' });
  });

  it.each(Object.entries(PROBES))('is told by a probe: %s', async (_what, [env, code, words = '']) => {
    const settings = kafkaSettings(env());
    const trouble = await probeBroker(settings, settings.brokers[0] ?? '');
    expect(trouble?.code).toBe(code);
    expect(trouble?.message ?? '').toContain(words);
  });

  it('is told by a probe where the client says no more than that the connection was closed', async () => {
    const settings = kafkaSettings(at('mtls', 'SSL'));
    const admin = closers.add(new Admin({ ...(await clientOptions(settings)), retries: 0 }));
    const error: unknown = await admin.listTopics().catch((cause: unknown) => cause);
    expect(explainKafkaError(error).code).toBe('connection-closed');
    expect(await explainByProbe(error, settings)).toMatchObject({ code: 'client-certificate-needed', cause: error });
  });

  it('is told by a worker as what a probe finds, and makes it not ready', async () => {
    const { group, topics } = { group: 'certain', topics: ['orders'] };
    const worker = await world.start({ group, topics }, at('mtls', 'SSL'));
    await until('it says so', () => worker.lines.some(({ code }) => code === 'client-certificate-needed'));
    expect(worker.lines.filter(({ code }) => code === 'connection-closed')).toEqual([]);
    expect(worker.status()).toMatchObject({ ready: false });
  }, 30_000);

  it('is a time-out while the broker is frozen, and a refused connection when it is dead', async () => {
    broker.freeze();
    try {
      expect(await troubleOf(write('admin', 'orders'))).toMatchObject({ kind: 'timeout', retriable: true });
    } finally {
      broker.thaw();
    }
    await broker.kill9();
    expect(await troubleOf(write('admin', 'orders'))).toMatchObject({ code: 'connection-refused', kind: 'network' });
  }, 30_000);
});
