import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Admin } from '@platformatic/kafka';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import { isAlive } from '../../local/laptop/is-alive.ts';
import { ROOT } from '../e2e/support/checkout.ts';
import { startChild } from '../e2e/support/child.ts';
import { describeIf } from '../skip.ts';
import { until } from '../until.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';

/** Names of the topics there; rejects when nobody answers in time. */
async function topicsAt(brokers: string): Promise<readonly string[]> {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [brokers], retries: 0, requestTimeout: 1000 });
  try {
    return await admin.listTopics();
  } finally {
    await admin.close();
  }
}

describeIf(missing === '', missing)('a broker for tests', () => {
  let broker: Broker;

  beforeAll(async () => {
    broker = await startBroker({ listeners: ['plaintext', 'mtls'] });
    const admin = new Admin({ clientId: 'test', bootstrapBrokers: [broker.brokers], retryDelay: 100, retries: 10 });
    await admin.createTopics({ topics: ['kept'], partitions: 1, replicas: 1 });
    await admin.close();
  }, 120_000);
  afterAll(() => broker?.close());

  it('does not answer while it is frozen, and does after', async () => {
    broker.freeze();
    await expect(topicsAt(broker.brokers)).rejects.toThrow();
    broker.thaw();
    expect(await topicsAt(broker.brokers)).toEqual(['kept']);
  }, 60_000);

  it.each([
    ['a crash', () => broker.kill9()],
    ['an orderly end', () => broker.stop()],
  ])(
    'has the same ports and data after %s',
    async (_name, end) => {
      const { pid } = broker;
      const before = pid();
      await end();
      await expect(topicsAt(broker.brokers)).rejects.toThrow();
      await broker.restart();
      expect([pid() === before, await topicsAt(broker.brokers)]).toEqual([false, ['kept']]);
      expect((await broker.log()).match(/Kafka Server started/g)?.length).toBeGreaterThan(1);
    },
    120_000,
  );

  it('has certificates that its authority signed, in PEM and in PKCS12, and others that have expired', async () => {
    const { ca, issue } = broker.authority();
    const [good, old] = [await issue('team-a'), await issue('team-old', { expired: true })];
    const read = async (path: string) => new X509Certificate(await readFile(path));
    expect((await read(good.cert)).verify((await read(ca)).publicKey)).toBe(true);
    expect((await read(old.cert)).validToDate.getTime()).toBeLessThan(Date.now());
    const [host, port] = (broker.listeners.mtls ?? '').split(':');
    const to = { host: `${host}`, port: Number(port), ca: await readFile(ca) };
    const ways = [
      { pfx: await readFile(good.pkcs12), passphrase: good.password },
      { key: await readFile(good.encryptedKey), passphrase: good.password, cert: await readFile(good.cert) },
    ];
    for (const way of ways) {
      const socket = connect({ ...to, ...way });
      await once(socket, 'secureConnect');
      expect(socket.authorized).toBe(true);
      socket.destroy();
    }
  }, 60_000);
});

describeIf(missing === '', missing)('a broker whose starter is killed', () => {
  it('ends too', async () => {
    const script = `
      const { startBroker } = await import('${ROOT}/local/broker/start-broker.ts');
      const { pid, folder } = await startBroker();
      console.log(JSON.stringify({ pid: pid(), folder }));
      setInterval(() => {}, 1000);`;
    const starter = startChild(['--input-type=module', '--eval', script], { cwd: ROOT });
    const [line] = await starter.says(/^\{.*\}$/m);
    const { pid, folder } = JSON.parse(line);
    expect(isAlive(pid)).toBe(true);
    process.kill(starter.pid, 'SIGKILL');
    await until('the end of the broker', () => !isAlive(pid));
    await starter.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }, 120_000);
});
