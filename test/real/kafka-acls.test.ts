import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  AclOperations,
  AclPermissionTypes,
  Admin,
  Consumer,
  Producer,
  ResourcePatternTypes,
  ResourceTypes,
  stringSerializers,
} from '@platformatic/kafka';
import { createGrants, readAcls } from '../../cli/kafka/cluster-acls.ts';
import { compareGrants } from '../../cli/kafka/compare-grants.ts';
import { type Grant, grantText, OPERATIONS, RESOURCES } from '../../cli/kafka/grant.ts';
import { kafkaLines } from '../../cli/kafka/grant-lines.ts';
import { kafkaNames, neededGrants } from '../../cli/kafka/needed-grants.ts';
import { withAdmin } from '../../cli/kafka/open-admin.ts';
import { teamGrants } from '../../cli/kafka/team-grants.ts';
import { clientOptions } from '../../functions/kafka/client/client-options.ts';
import { explainKafkaError } from '../../functions/kafka/client/errors.ts';
import { kafkaSettings } from '../../functions/kafka/client/settings.ts';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { runKafkaTool } from '../../local/broker/run-java.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import { routes } from '../../shared/routes.ts';
import { describeIf } from '../skip.ts';
import { until } from '../until.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';
const USERS = ['admin', 'marketing', 'engineering', 'alice', 'waybill', 'scratch'];
let broker: Broker | undefined;

beforeAll(async () => {
  if (missing !== '') return;
  const users = Object.fromEntries(USERS.map((name) => [name, `${name}-secret`]));
  broker = await startBroker({ listeners: ['sasl-plaintext'], users, acls: true });
}, 120_000);
afterAll(() => broker?.close());

const envOf = (user: string) => ({
  KAFKA_BROKERS: broker?.brokers,
  KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
  KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
  KAFKA_SASL_USERNAME: user,
  KAFKA_SASL_PASSWORD: `${user}-secret`,
});

const optionsOf = (user: string) => clientOptions(kafkaSettings(envOf(user)));

/** `yes`, or our code for why not. */
async function outcomeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'yes',
    (error: unknown) => explainKafkaError(error).code,
  );
}

async function write(user: string, topic: string, more: { readonly idempotent?: boolean } = {}): Promise<void> {
  const producer = new Producer({ ...(await optionsOf(user)), serializers: stringSerializers, ...more });
  try {
    await producer.send({ messages: [{ topic, key: 'k', value: 'v' }], acks: -1 });
  } finally {
    await producer.close();
  }
}

/** The first group waits for the broker to make the topic of all groups' offsets. */
const PATIENT = { retries: 100, retryDelay: 200 };

/** Joins the group, reads one record and commits it. */
async function read(user: string, topic: string, groupId = user): Promise<void> {
  const consumer = new Consumer({ ...(await optionsOf(user)), ...PATIENT, groupId, maxWaitTime: 100 });
  try {
    for await (const message of await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: false })) {
      await message.commit();
      return;
    }
  } finally {
    await consumer.close(true);
  }
}

const makeTopics = (topics: readonly string[]) =>
  withAdmin(envOf('admin'), (admin) => admin.createTopics({ topics: [...topics], partitions: 1, replicas: 1 }));

async function asUser<T>(user: string, use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Admin(await optionsOf(user));
  try {
    return await use(admin);
  } finally {
    await admin.close();
  }
}

const grant = (principal: string, grants: readonly Grant[]) =>
  withAdmin(envOf('admin'), (admin) => createGrants(admin, principal, grants));

const findings = async (principal: string, grants: readonly Grant[]) =>
  compareGrants(principal, grants, await withAdmin(envOf('admin'), readAcls));

/** Kafka's own tool, as the admin. */
async function tool(...args: readonly string[]): Promise<string> {
  const config = join(broker?.folder ?? '', 'admin.properties');
  const login =
    'org.apache.kafka.common.security.scram.ScramLoginModule required username="admin" password="admin-secret";';
  await writeFile(
    config,
    `security.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config=${login}\n`,
  );
  const to = ['--bootstrap-server', broker?.brokers ?? '', '--command-config', config];
  return runKafkaTool(broker?.jars ?? '', ['org.apache.kafka.tools.AclCommand', ...to, ...args]);
}

describeIf(missing === '', missing)('teams on one cluster', () => {
  beforeAll(async () => {
    await makeTopics(['customer_feedback', 'system_logs']);
    const teams = {
      marketing: { reads: ['customer_feedback'] },
      engineering: { writes: ['system_logs'] },
      admins: { principals: ['User:alice'], all: true },
    };
    for (const { principal, grants } of teamGrants(teams)) await grant(principal, grants);
    for (const topic of ['customer_feedback', 'system_logs']) await write('alice', topic);
  }, 60_000);

  const newTopic = (user: string) =>
    asUser(user, (admin) => admin.createTopics({ topics: [`${user}-new`], partitions: 1, replicas: 1 }));

  const cases: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ['marketing reads customer_feedback', () => read('marketing', 'customer_feedback'), 'yes'],
    ['marketing reads in a group of its own', () => read('marketing', 'customer_feedback', 'marketing.reports'), 'yes'],
    ['marketing writes customer_feedback', () => write('marketing', 'customer_feedback'), 'topic-not-permitted'],
    ['marketing reads system_logs', () => read('marketing', 'system_logs'), 'topic-not-permitted'],
    ['marketing writes system_logs', () => write('marketing', 'system_logs'), 'topic-not-permitted'],
    [
      'marketing reads in another team’s group',
      () => read('marketing', 'customer_feedback', 'engineering'),
      'group-not-permitted',
    ],
    ['marketing makes a topic', () => newTopic('marketing'), 'topic-not-permitted'],
    ['marketing looks at the rules', () => asUser('marketing', readAcls), 'cluster-not-permitted'],
    ['engineering writes system_logs', () => write('engineering', 'system_logs'), 'yes'],
    ['engineering reads system_logs', () => read('engineering', 'system_logs'), 'group-not-permitted'],
    ['engineering writes customer_feedback', () => write('engineering', 'customer_feedback'), 'topic-not-permitted'],
    ['engineering reads customer_feedback', () => read('engineering', 'customer_feedback'), 'group-not-permitted'],
    ['an admin reads customer_feedback', () => read('alice', 'customer_feedback'), 'yes'],
    ['an admin writes system_logs', () => write('alice', 'system_logs'), 'yes'],
    ['an admin makes a topic', () => newTopic('alice'), 'yes'],
    ['an admin looks at the rules', () => asUser('alice', readAcls), 'yes'],
    ['a stranger to all teams writes system_logs', () => write('scratch', 'system_logs'), 'topic-not-permitted'],
  ];
  it.each(cases)('%s', async (_name, attempt, expected) => expect(await outcomeOf(attempt())).toBe(expected), 60_000);
});

function removeGrant(admin: Admin, principal: string, { resource, name, operation }: Grant): Promise<unknown> {
  const what = {
    resourceType: ResourceTypes[RESOURCES[resource]],
    resourceName: name,
    resourcePatternType: ResourcePatternTypes.LITERAL,
  };
  const who = {
    principal,
    host: '*',
    operation: AclOperations[OPERATIONS[operation]],
    permissionType: AclPermissionTypes.ALLOW,
  };
  return admin.deleteAcls({ filters: [{ ...what, ...who }] });
}

describeIf(missing === '', missing)('the router’s least grants', () => {
  const grants = neededGrants(routes, kafkaNames({}));
  /** All that a worker and its publisher do with a cluster. */
  const work = async () => {
    await write('waybill', 'orders');
    await write('waybill', 'orders', { idempotent: true });
    await write('waybill', 'orders.dead-letters');
    await read('waybill', 'orders');
    await asUser('waybill', (admin) => admin.listConsumerGroupOffsets({ groups: ['waybill'] }));
    const partitions = [{ partitionIndex: 0, timestamp: -1n }];
    await asUser('waybill', (admin) => admin.listOffsets({ topics: [{ name: 'orders', partitions }] }));
  };

  beforeAll(async () => {
    await makeTopics(['orders', 'orders.dead-letters']);
    await grant('User:waybill', grants);
  }, 60_000);

  it('are enough', async () => expect(await outcomeOf(work())).toBe('yes'), 60_000);

  it.each(grants.map((one) => [grantText(one), one] as const))(
    'need %s',
    async (_text, one) => {
      await withAdmin(envOf('admin'), (admin) => removeGrant(admin, 'User:waybill', one));
      await until('no such grant', async () => (await findings('User:waybill', grants)).length === 1);
      expect(await findings('User:waybill', grants)).toMatchObject([{ kind: 'missing', needs: [one] }]);
      expect(await outcomeOf(work())).toMatch(/^(topic|group)-not-permitted$/);
      await grant('User:waybill', grants);
    },
    60_000,
  );

  it('are just those that a check expects', async () => expect(await findings('User:waybill', grants)).toEqual([]));

  it('are what Kafka’s own tool makes of the lines that are printed', async () => {
    const lines = kafkaLines(grants, { principal: 'User:scratch', brokers: 'b:1', config: 'c' });
    for (const line of lines) await tool(...line.split(' ').slice(5));
    await until('the grants', async () => (await findings('User:scratch', grants)).length === 0);
  }, 60_000);

  it('are broken by a denial for everybody, and a check names it', async () => {
    await tool(
      '--add',
      '--deny-principal',
      'User:*',
      '--operation',
      'Describe',
      '--topic',
      'ord',
      '--resource-pattern-type',
      'prefixed',
    );
    const kinds = (await findings('User:waybill', grants)).map(({ kind }) => kind);
    expect(kinds).toEqual(['denied', 'denied', 'denied']);
    expect(await outcomeOf(work())).toBe('topic-not-permitted');
    await tool(
      '--remove',
      '--force',
      '--deny-principal',
      'User:*',
      '--operation',
      'Describe',
      '--topic',
      'ord',
      '--resource-pattern-type',
      'prefixed',
    );
    await until('no denial', async () => (await findings('User:waybill', grants)).length === 0);
  }, 60_000);
});
