import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Admin } from '@platformatic/kafka';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { type Broker, startBroker } from '../../local/broker/start-broker.ts';
import { describeIf } from '../skip.ts';
import { findKerberos } from './kafka-kerberos-install.ts';
import { type Kdc, REALM, startKdc } from './kafka-kerberos-kdc.ts';
import { runWithPackages } from './run-with-packages.ts';

const kafka = await findKafka();
const kerberos = 'missing' in kafka ? kafka : findKerberos();
const missing = 'missing' in kerberos ? kerberos.missing : '';

const MODULE = 'com.sun.security.auth.module.Krb5LoginModule required';
let kdc: Kdc;
let broker: Broker;
let keytab = '';

beforeAll(async () => {
  if (missing !== '') return;
  kdc = await startKdc();
  const brokers = await kdc.addPrincipal('kafka/localhost');
  keytab = await kdc.addPrincipal('waybill');
  const principal = `principal="kafka/localhost@${REALM}"`;
  broker = await startBroker({
    listeners: ['plaintext', 'gssapi'],
    java: [`-Djava.security.krb5.conf=${kdc.config}`],
    extra: {
      'listener.name.gssapi.gssapi.sasl.jaas.config': `${MODULE} useKeyTab=true storeKey=true isInitiator=false keyTab="${brokers}" ${principal};`,
    },
  });
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [broker.brokers] });
  for (const topic of ['keytab', 'ticket']) await admin.createTopics({ topics: [topic], partitions: 1, replicas: 1 });
  await admin.close();
}, 240_000);

afterAll(async () => {
  await broker?.close();
  await kdc?.close();
});

/** What a client finds, or is told, that has these settings besides. */
function connect(topic: string, env: NodeJS.ProcessEnv): Promise<unknown> {
  const folder = 'folder' in kerberos ? kerberos.folder : '';
  return runWithPackages('kafka-kerberos-child.ts', folder, {
    TOPIC: topic,
    KRB5_CONFIG: kdc.config,
    KRB5CCNAME: 'FILE:/nowhere/cache',
    KAFKA_BROKERS: broker.listeners.gssapi,
    KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
    KAFKA_SASL_MECHANISM: 'GSSAPI',
    KAFKA_SASL_KERBEROS_SERVICE_NAME: 'kafka',
    ...env,
  });
}

const withKeytab = (path: string, name = 'waybill') =>
  `${MODULE} useKeyTab=true storeKey=true keyTab="${path}" principal="${name}@${REALM}";`;

const DONE = { values: ['by Kerberos'], committed: ['1'] };

describeIf(missing === '', missing)('Apache Kafka with Kerberos', () => {
  it('lets in who has a keytab: to write, read and commit', async () => {
    expect(await connect('keytab', { KAFKA_SASL_JAAS_CONFIG: withKeytab(keytab) })).toEqual(DONE);
  }, 60_000);

  it('lets in who has a ticket', async () => {
    const KRB5CCNAME = await kdc.ticket('waybill', keytab);
    const env = { KRB5CCNAME, KAFKA_SASL_JAAS_CONFIG: `${MODULE} useTicketCache=true;` };
    expect(await connect('ticket', env)).toEqual(DONE);
  }, 60_000);

  it('does not let in who has neither, and we say why', async () => {
    expect(await connect('keytab', {})).toEqual({
      code: 'no-kerberos-ticket',
      message: expect.stringContaining('There is no Kerberos ticket'),
    });
  }, 60_000);

  it('is not found under another service, and we say why', async () => {
    const env = { KAFKA_SASL_JAAS_CONFIG: withKeytab(keytab), KAFKA_SASL_KERBEROS_SERVICE_NAME: 'kafak' };
    expect(await connect('keytab', env)).toEqual({
      code: 'unknown-kerberos-service',
      message: expect.stringContaining('Kerberos does not know the broker’s service'),
    });
  }, 60_000);

  it('does not let in whose keytab is of another, and we say why', async () => {
    const env = { KAFKA_SASL_JAAS_CONFIG: withKeytab(keytab, 'somebody') };
    expect(await connect('keytab', env)).toEqual({
      code: 'no-kerberos-ticket',
      message: expect.stringContaining('There is no Kerberos ticket'),
    });
  }, 60_000);
});
