import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Admin } from '@platformatic/kafka';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { runKafkaTool } from '../../local/broker/run-java.ts';
import { describeIf } from '../skip.ts';
import { until } from '../until.ts';
import { PASSWORD, type SecureBroker, startSecureBroker } from './kafka-security-broker.ts';
import { at, client, LET_IN, REFUSED, saslTls, tls } from './kafka-security-cases.ts';
import { optionsFor, produce, TOPIC, topicsOf, troubleOf } from './kafka-security-client.ts';
import { startTokenEndpoint, type TokenEndpoint } from './kafka-security-tokens.ts';

const kafka = await findKafka();
const missing = 'missing' in kafka ? kafka.missing : '';

let secure: SecureBroker;
let tokens: TokenEndpoint;
const place = () => ({ secure, tokens });

beforeAll(async () => {
  if (missing !== '') return;
  secure = await startSecureBroker();
  // The one of the broker: both are on this machine.
  const { cert, key } = await secure.authority.issue('broker');
  tokens = await startTokenEndpoint({ cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') }, 300);
  const admin = new Admin({ ...(await optionsFor(at(place(), 'plaintext'))), retries: 5 });
  await admin.createTopics({ topics: [TOPIC], partitions: 1, replicas: 1 });
  await admin.close();
}, 240_000);

afterAll(async () => {
  await tokens?.close();
  await secure?.close();
});

describeIf(missing === '', missing)('Apache Kafka lets in', () => {
  it.each(Object.entries(LET_IN))('%s', async (_, env) => {
    expect(await produce(await optionsFor(await env(place())))).toBe(1);
  });
});

describeIf(missing === '', missing)('Apache Kafka does not let in, and we say why:', () => {
  it.each(Object.entries(REFUSED))('%s', async (_, [env, code, sentence]) => {
    const trouble = await troubleOf(await env(place()));
    expect(trouble).toMatchObject({ code, message: expect.stringContaining(sentence), retriable: false });
    expect(trouble.message).not.toContain(PASSWORD);
  });
});

describeIf(missing === '', missing)('a .properties file', () => {
  const SCRAM = () => `# A comment
bootstrap.servers: ${secure.broker.listeners['sasl-tls']}
security.protocol = SASL_SSL
sasl.mechanism SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
    username="waybill" \\
    password="${PASSWORD.replace('-', '\\u002d')}";
ssl.truststore.type=PEM
ssl.truststore.location=${secure.authority.ca}
`;
  const MUTUAL = () => `bootstrap.servers=${secure.broker.listeners.mtls}
security.protocol=SSL
ssl.truststore.type=PKCS12
ssl.truststore.location=${secure.authority.truststore}
ssl.truststore.password=${secure.authority.password}
ssl.keystore.type=PKCS12
ssl.keystore.location=${secure.waybill.pkcs12}
ssl.keystore.password=${secure.waybill.password}
`;

  it.each(Object.entries({ 'SASL_SSL with SCRAM': SCRAM, 'mutual TLS': MUTUAL }))(
    'that works with Kafka’s own tools works here: %s',
    async (name, text) => {
      const path = join(secure.folder, `${name.replaceAll(' ', '-')}.properties`);
      await writeFile(path, text());
      const env = { KAFKA_PROPERTIES: path };
      const options = await optionsFor(env);
      const [bootstrap = ''] = options.bootstrapBrokers;
      const tool = 'org.apache.kafka.tools.TopicCommand';
      const told = ['--bootstrap-server', bootstrap, '--command-config', path, '--list'];
      const theirs = await runKafkaTool(secure.broker.jars, [tool, ...told]);
      expect([...(await topicsOf(options))].sort()).toEqual(theirs.trim().split('\n').sort());
    },
    30_000,
  );
});

describeIf(missing === '', missing)('without a new client', () => {
  it('a certificate counts that has taken the place of another', async () => {
    const keystore = join(secure.folder, 'rotated.pem');
    await copyFile(secure.rogue.keystore, keystore);
    const options = await optionsFor({ ...tls(place(), 'mtls'), KAFKA_SSL_KEYSTORE_LOCATION: keystore });
    await expect(topicsOf(options)).rejects.toThrow();
    await copyFile(secure.waybill.keystore, keystore);
    expect(await topicsOf(options)).toContain(TOPIC);
  });

  it('a password counts that has taken the place of another', async () => {
    const file = join(secure.folder, 'password');
    await writeFile(file, 'old');
    const env = {
      ...saslTls(place(), 'SCRAM-SHA-512'),
      KAFKA_SASL_PASSWORD: undefined,
      KAFKA_SASL_PASSWORD_FILE: file,
    };
    const options = await optionsFor(env);
    await expect(topicsOf(options)).rejects.toThrow();
    await writeFile(file, PASSWORD);
    expect(await topicsOf(options)).toContain(TOPIC);
  });

  it('a token serves connections until it is old, and a session that ends is authenticated again', async () => {
    const before = tokens.given.length;
    const admin = new Admin(await optionsFor(client(place())));
    let again = 0;
    admin.on('client:broker:sasl:authentication:extended', () => {
      again += 1;
    });
    await admin.listTopics();
    await until('the session to be made longer twice', () => again >= 2);
    expect(await admin.listTopics()).toContain(TOPIC);
    await admin.close();
    expect(tokens.given.slice(before)).toEqual(['grant_type=client_credentials&scope=kafka']);
  });
});
