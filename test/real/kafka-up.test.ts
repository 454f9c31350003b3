import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import { withAdmin } from '../../cli/kafka/open-admin.ts';
import { clientOptions } from '../../functions/kafka/client/client-options.ts';
import { explainKafkaError } from '../../functions/kafka/client/errors.ts';
import { kafkaSettings } from '../../functions/kafka/client/settings.ts';
import { endWithThis } from '../../local/broker/end-with-this.ts';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { freePorts } from '../../local/broker/free-ports.ts';
import { runKafkaTool } from '../../local/broker/run-java.ts';
import { ROOT } from '../e2e/support/checkout.ts';
import { runChild } from '../e2e/support/child.ts';
import { holdPort } from '../e2e/support/free-port.ts';
import { describeIf } from '../skip.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
const jars = 'jars' in kafka ? kafka.jars : '';

const cli = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runChild([join(ROOT, 'cli', 'main.ts'), 'kafka', ...args], { cwd: ROOT, env });

describeIf(missing === '', missing)('waybill kafka up --secure', () => {
  let folder = '';
  let port = 0;
  let facts: { readonly pid: number; readonly brokers: string; readonly started: boolean };
  const up = async () => {
    const { code, stdout, stderr } = await cli(['up', '--secure', '--json', '--port', `${port}`, '--data', folder]);
    expect([code, stderr.includes('Error')]).toEqual([0, false]);
    facts = JSON.parse(stdout);
    return facts;
  };
  const down = () => cli(['down', '--data', folder]);
  const user = (name: string) => ({ KAFKA_PROPERTIES: join(folder, `${name}.properties`) });
  const options = () => clientOptions(kafkaSettings(user('waybill')));

  const produce = async (topic: string, value: string) => {
    const producer = new Producer({ ...(await options()), serializers: stringSerializers });
    await producer.send({ messages: [{ topic, value }], acks: -1 }).finally(() => producer.close());
  };
  const consume = async (topic: string) => {
    // The first group waits for the broker to make the topic of all groups' offsets.
    const patient = { ...(await options()), retries: 100, retryDelay: 200, maxWaitTime: 100, autocommit: false };
    const consumer = new Consumer({ ...patient, groupId: 'waybill', deserializers: stringDeserializers });
    try {
      for await (const message of await consumer.consume({ topics: [topic], mode: 'earliest' })) {
        await message.commit();
        return message.value;
      }
    } finally {
      await consumer.close(true);
    }
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waybill-kafka-up-'));
    [port = 0] = await freePorts(1);
    const { pid } = await up();
    endWithThis(pid, new Promise(() => {}));
  }, 120_000);

  afterAll(async () => {
    await down();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('keeps passwords and keys to the user alone', async () => {
    const names = (await readdir(folder, { recursive: true })).filter((name) =>
      /\.properties$|passwords|\.key$|\.p12$/.test(name),
    );
    const secret = names.filter((name) => !name.startsWith('data') && !name.endsWith('truststore.p12'));
    expect(secret.length).toBeGreaterThan(6);
    for (const name of secret) expect([name, (await stat(join(folder, name))).mode & 0o777]).toEqual([name, 0o600]);
  });

  it('takes what the router sends as waybill, and gives it back to its group', async () => {
    await produce('orders', 'hello');
    expect(await consume('orders')).toBe('hello');
  }, 60_000);

  it('shows topics, groups and their lag', async () => {
    const { code, stdout } = await cli(['status', '--json', '--data', folder]);
    const [found] = JSON.parse(stdout).kafkas;
    expect([code, found.brokers, found.secure]).toEqual([0, [`localhost:${port}`], true]);
    expect(found.topics.map(({ name, records }: { name: string; records: number }) => [name, records])).toEqual([
      ['orders', 1],
      ['orders.dead-letters', 0],
    ]);
    expect(found.groups).toMatchObject([{ name: 'waybill', lag: 0 }]);
    expect(found.disk.free).toBeGreaterThan(0);
    const text = (await cli(['status', '--data', folder])).stdout;
    expect(text).toContain(`Kafka at localhost:${port}`);
  }, 60_000);

  it('gives waybill just the grants that it needs', async () => {
    const { code, stdout } = await cli(['acls', '--check', '--json'], user('admin'));
    expect([code, JSON.parse(stdout).principals]).toEqual([
      0,
      [{ principal: 'User:waybill', needed: 4, findings: [] }],
    ]);
    const made = withAdmin(user('waybill'), (admin) =>
      admin.createTopics({ topics: ['more'], partitions: 1, replicas: 1 }),
    );
    await expect(made.catch((error) => explainKafkaError(error.cause).code)).resolves.toBe('topic-not-permitted');
  }, 60_000);

  it('writes a .properties file that Kafka’s own tools take', async () => {
    const config = ['--command-config', user('admin').KAFKA_PROPERTIES];
    const listed = await runKafkaTool(jars, [
      'org.apache.kafka.tools.TopicCommand',
      ...['--bootstrap-server', facts.brokers, ...config, '--list'],
    ]);
    expect(listed.trim().split('\n')).toEqual(expect.arrayContaining(['orders', 'orders.dead-letters']));
  }, 60_000);

  it('is shown with the reason where it does not answer, with exit code 1', async () => {
    process.kill(facts.pid, 'SIGSTOP');
    const [text, json] = await Promise.all(
      [[], ['--json']].map((more) => cli(['status', '--data', folder, ...more])),
    ).finally(() => process.kill(facts.pid, 'SIGCONT'));
    expect([text?.code, text?.stdout]).toEqual([1, expect.stringMatching(/does not answer\n.*timed? out/s)]);
    expect([json?.code, JSON.parse(json?.stdout ?? '').kafkas]).toMatchObject([
      1,
      [{ pid: facts.pid, brokers: [facts.brokers], trouble: expect.stringContaining(facts.brokers) }],
    ]);
  }, 120_000);

  it('is left as it is by another up', async () => {
    const { pid, brokers } = facts;
    expect(await up()).toMatchObject({ pid, brokers, started: false });
  }, 60_000);

  it('keeps its data, its users and its certificates from one up to the next', async () => {
    const before = facts.pid;
    expect((await down()).stdout).toContain('Its data stay in');
    expect((await cli(['status', '--data', folder])).code).toBe(1);
    endWithThis((await up()).pid, new Promise(() => {}));
    expect([facts.pid === before, facts.started, await consume('orders')]).toEqual([false, true, 'hello']);
  }, 120_000);
});

describe('waybill kafka up where it cannot start', () => {
  it('says what to install where there is no Java', async () => {
    const { code, stderr } = await cli(['up'], { PATH: dirname(process.execPath) });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^Kafka cannot start here: no Java\. Install .*openjdk/)]);
  });

  it('takes no port that cannot be one', async () => {
    expect(await cli(['up', '--port', '70000'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('1 to 65535'),
    });
  });
});

describeIf(missing === '', missing)('waybill kafka up where its data cannot be', () => {
  it('says so, and what it expected', async () => {
    const [port = 0] = await freePorts(1);
    const { code, stderr } = await cli(['up', '--port', `${port}`, '--data', join(ROOT, 'README.md')]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/README\.md cannot hold a Kafka’s data \(.*\): expected a folder that can be written\n$/),
    ]);
  });
});

describeIf(missing === '', missing)('waybill kafka up on a port that is taken', () => {
  it('says so, and what to do', async () => {
    const { port, close } = await holdPort();
    const folder = await mkdtemp(join(tmpdir(), 'waybill-kafka-up-'));
    const { code, stderr } = await cli(['up', '--port', `${port}`, '--data', folder]);
    await close();
    await rm(folder, { recursive: true });
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`Port ${port} is taken by another program: find it with`),
    ]);
  }, 60_000);
});
