import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import { type Grant, OPERATIONS, RESOURCES } from '../../cli/kafka/grant.ts';
import { withAdmin } from '../../cli/kafka/open-admin.ts';
import { clientOptions } from '../../functions/kafka/client/client-options.ts';
import { explainKafkaError } from '../../functions/kafka/client/errors.ts';
import { kafkaSettings } from '../../functions/kafka/client/settings.ts';
import { runKafkaTool } from '../../local/broker/run-java.ts';
import { startBroker } from '../../local/broker/start-broker.ts';

/** A broker on which nobody but the admin may do anything without a grant, with these users, and what they do there. */
export async function startAclWorld(names: readonly string[]) {
  const users = Object.fromEntries(['admin', ...names].map((name) => [name, `${name}-secret`]));
  const broker = await startBroker({ listeners: ['sasl-plaintext'], users, acls: true });
  const envOf = (user: string) => ({
    KAFKA_BROKERS: broker.brokers,
    KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
    KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
    KAFKA_SASL_USERNAME: user,
    KAFKA_SASL_PASSWORD: users[user],
  });
  const optionsOf = (user: string) => clientOptions(kafkaSettings(envOf(user)));
  const asAdmin = <T>(use: (admin: Admin) => Promise<T>) => withAdmin(envOf('admin'), use);
  return {
    envOf,
    asAdmin,
    asUser: async <T>(user: string, use: (admin: Admin) => Promise<T>) =>
      closing(new Admin(await optionsOf(user)), use),
    write: async (user: string, topic: string, more: { readonly idempotent?: boolean } = {}) => {
      const producer = new Producer({ ...(await optionsOf(user)), serializers: stringSerializers, ...more });
      await closing(producer, () => producer.send({ messages: [{ topic, key: 'k', value: 'v' }], acks: -1 }));
    },
    /** Joins the group, reads one record and commits it. */
    read: async (user: string, topic: string, groupId = user) => {
      const consumer = new Consumer({ ...(await optionsOf(user)), ...PATIENT, groupId, maxWaitTime: 100 });
      await closing(consumer, () => readOne(consumer, topic));
    },
    makeTopics: (topics: readonly string[]) =>
      asAdmin((admin) => admin.createTopics({ topics: [...topics], partitions: 1, replicas: 1 })),
    grant: (principal: string, grants: readonly Grant[]) => asAdmin((admin) => createGrants(admin, principal, grants)),
    revoke: (principal: string, grant: Grant) =>
      asAdmin((admin) => admin.deleteAcls({ filters: [toAcl(principal, grant)] })),
    findings: async (principal: string, grants: readonly Grant[]) =>
      compareGrants(principal, grants, await asAdmin(readAcls)),
    /** Kafka's own tool, as the admin. */
    tool: async (...args: readonly string[]) => {
      const config = join(broker.folder, 'admin.properties');
      await writeFile(config, ADMIN);
      const to = ['--bootstrap-server', broker.brokers, '--command-config', config];
      return runKafkaTool(broker.jars, ['org.apache.kafka.tools.AclCommand', ...to, ...args]);
    },
    close: broker.close,
  };
}

/** `yes`, or our code for why not. */
export async function outcomeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'yes',
    (error: unknown) => explainKafkaError(error).code,
  );
}

/** The first group waits for the broker to make the topic of all groups' offsets. */
const PATIENT = { retries: 100, retryDelay: 200 };

const ADMIN = `security.protocol=SASL_PLAINTEXT
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="admin" password="admin-secret";
`;

async function readOne(consumer: Consumer, topic: string): Promise<void> {
  for await (const message of await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: false })) {
    await message.commit();
    return;
  }
}

async function closing<C extends Admin | Producer<string, string, string, string> | Consumer, T>(
  client: C,
  use: (client: C) => Promise<T>,
): Promise<T> {
  try {
    return await use(client);
  } finally {
    await (client instanceof Consumer ? client.close(true) : client.close());
  }
}

function toAcl(principal: string, { resource, name, operation }: Grant) {
  return {
    principal,
    host: '*',
    resourceType: ResourceTypes[RESOURCES[resource]],
    resourceName: name,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    operation: AclOperations[OPERATIONS[operation]],
    permissionType: AclPermissionTypes.ALLOW,
  };
}
