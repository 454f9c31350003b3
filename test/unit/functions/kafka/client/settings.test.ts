import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { describeSettings } from '../../../../../functions/kafka/client/describe-settings.ts';
import { kafkaSettings } from '../../../../../functions/kafka/client/settings.ts';
import type { Env } from '../../../../../shared/delivery/embedded/env.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(text: string): string {
  files += 1;
  const path = join(folder, `${files}.properties`);
  writeFileSync(path, text);
  return path;
}

const SCRAM = `bootstrap.servers=kafka.example:9093
security.protocol=SASL_SSL
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
  username="waybill" \\
  password="from-file";
`;

describe('Kafka’s settings', () => {
  it('are plaintext to the brokers where nothing else is said', () => {
    const settings = kafkaSettings({ KAFKA_BROKERS: 'a.example:9093, b.example,[::1]:9094' });
    expect(settings).toMatchObject({
      brokers: ['a.example:9093', 'b.example:9092', '[::1]:9094'],
      clientId: 'waybill',
      protocol: 'PLAINTEXT',
    });
    expect(settings).not.toHaveProperty('tls');
    expect(settings).not.toHaveProperty('sasl');
  });

  it('come from a file with Kafka’s own names', async () => {
    const settings = kafkaSettings({ KAFKA_PROPERTIES: file(SCRAM) });
    expect(settings).toMatchObject({ brokers: ['kafka.example:9093'], protocol: 'SASL_SSL' });
    expect(await credentialsOf(settings)).toEqual({ username: 'waybill', password: 'from-file' });
  });

  it('come from the environment in the same names, which goes over the file', async () => {
    const settings = kafkaSettings({
      KAFKA_PROPERTIES: file(SCRAM),
      KAFKA_BOOTSTRAP_SERVERS: 'other.example:9095',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256',
      KAFKA_CLIENT_ID: 'orders',
      KAFKA_REQUEST_TIMEOUT_MS: '40000',
    });
    expect(settings).toMatchObject({
      brokers: ['other.example:9095'],
      clientId: 'orders',
      sasl: { mechanism: 'SCRAM-SHA-256', user: 'waybill' },
      limits: { requestTimeout: 40_000 },
    });
  });

  it('number what is published, but with IAM only where that is asked for', () => {
    const iam = {
      KAFKA_PRESET: 'msk-serverless',
      KAFKA_BROKERS: 'boot-x.c2.kafka-serverless.eu-west-1.amazonaws.com:9098',
    };
    const numbered = (env: Env) => kafkaSettings(env).limits.idempotent;
    expect(numbered({ KAFKA_BROKERS: 'kafka.example:9093' })).toBe(true);
    expect(numbered({ KAFKA_BROKERS: 'kafka.example:9093', KAFKA_ENABLE_IDEMPOTENCE: 'false' })).toBe(false);
    expect(numbered(iam)).toBe(false);
    expect(numbered({ ...iam, KAFKA_ENABLE_IDEMPOTENCE: 'true' })).toBe(true);
  });

  it('take user and password by themselves, which go over the JAAS line of the file', async () => {
    const settings = kafkaSettings({
      KAFKA_PROPERTIES: file(SCRAM),
      KAFKA_SASL_USERNAME: 'other',
      KAFKA_SASL_PASSWORD: ' from env ',
    });
    expect(await credentialsOf(settings)).toEqual({ username: 'other', password: ' from env ' });
  });

  it('read a password from its file, and again when it has changed', async () => {
    const path = file('one\n');
    const settings = kafkaSettings({ KAFKA_PROPERTIES: file(SCRAM), KAFKA_SASL_PASSWORD_FILE: path });
    expect((await credentialsOf(settings)).password).toBe('one');
    writeFileSync(path, 'two\r\n');
    expect((await credentialsOf(settings)).password).toBe('two');
  });

  it('read the JAAS line again when it has changed', async () => {
    const path = file(SCRAM);
    const settings = kafkaSettings({ KAFKA_PROPERTIES: path });
    writeFileSync(path, SCRAM.replace('from-file', 'rotated'));
    expect((await credentialsOf(settings)).password).toBe('rotated');
  });

  it('take user and password from the cloud’s store of secrets, at each reading', async () => {
    const texts = ['{"username":"u","password":"one"}', '{"username":"u","password":"two"}'];
    const asked: string[] = [];
    const secret = async (name: string) => {
      asked.push(name);
      return texts.shift() ?? '';
    };
    const env = { KAFKA_BROKERS: 'b-1.x.kafka.eu-west-1.amazonaws.com:9096', KAFKA_PRESET: 'msk', KAFKA_SECRET: 's' };
    const settings = kafkaSettings(env, { secret });
    expect(asked).toEqual([]);
    expect([await credentialsOf(settings), await credentialsOf(settings)]).toEqual([
      { username: 'u', password: 'one' },
      { username: 'u', password: 'two' },
    ]);
    expect(asked).toEqual(['s', 's']);
    await expect(credentialsOf(settings)).rejects.toThrow('The secret s is not what was expected: JSON such as');
  });

  it('check no host names where the algorithm for it is empty, as in Kafka', () => {
    const env = { KAFKA_BROKERS: 'a.example:9093', KAFKA_SECURITY_PROTOCOL: 'SSL' };
    const none = kafkaSettings({ ...env, KAFKA_PROPERTIES: file('ssl.endpoint.identification.algorithm=\n') });
    expect([none.tls?.checkHost, kafkaSettings(env).tls?.checkHost]).toEqual([false, true]);
    expect(describeSettings(none)).toContain('host names are not checked');
  });

  it('are described with brokers, protocol, mechanism and user', () => {
    expect(describeSettings(kafkaSettings({ KAFKA_PROPERTIES: file(SCRAM) }))).toBe(
      'kafka.example:9093 by SASL_SSL, SCRAM-SHA-512 as waybill, the certificate authorities that Node.js knows',
    );
  });
});

function credentialsOf({ sasl }: ReturnType<typeof kafkaSettings>) {
  if (sasl === undefined || !('credentials' in sasl)) throw new Error('no credentials');
  return sasl.credentials();
}
