import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Connection, saslAuthenticateV2 } from '@platformatic/kafka';
import { clientOptions } from '../../../../../functions/kafka/client/client-options.ts';
import { kafkaSettings } from '../../../../../functions/kafka/client/settings.ts';
import { itIf } from '../../../../skip.ts';
import { createCertificate, hasOpenssl } from '../../azure/certificate.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-options-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SSL = { KAFKA_BROKERS: 'kafka.example:9093', KAFKA_SECURITY_PROTOCOL: 'SSL' };
const SASL = { ...SSL, KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p' };
const optionsFor = (env: Readonly<Record<string, string>>) => clientOptions(kafkaSettings(env));

const PEERS = [
  ['AWS_MSK_IAM', 'aws-msk-iam-sasl-signer-js', { AWS_REGION: 'eu-west-1' }],
  ['GSSAPI', 'kerberos', { KAFKA_SASL_KERBEROS_SERVICE_NAME: 'kafka' }],
] as const;

function isInstalled(name: string): boolean {
  try {
    return createRequire(import.meta.url).resolve(name) !== '';
  } catch {
    return false;
  }
}

describe('the options for Kafka’s client', () => {
  it('are those of the settings, and no more than the protocol wants', async () => {
    const options = await optionsFor({ KAFKA_BROKERS: 'a:1,b:2', KAFKA_CLIENT_ID: 'orders' });
    expect(options).toMatchObject({ clientId: 'orders', bootstrapBrokers: ['a:1', 'b:2'], requestTimeout: 30_000 });
    expect(Object.keys(options)).not.toEqual(expect.arrayContaining(['tls']));
    expect(Object.keys(options)).not.toEqual(expect.arrayContaining(['sasl']));
  });

  it.each(Object.entries({ 'kafka.example:9093': true, '10.0.0.1:9093': false, '[::1]:9093': false }))(
    'tell the broker the name by which it was called, unless that is an address: %s',
    async (brokers, named) => {
      expect(await optionsFor({ ...SSL, KAFKA_BROKERS: brokers })).toMatchObject({ tlsServerName: named });
    },
  );

  it('give user and password when they are asked', async () => {
    const { sasl } = await optionsFor({ ...SASL, KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256' });
    expect(sasl?.mechanism).toBe('SCRAM-SHA-256');
    const { username, password } = sasl ?? {};
    if (typeof username !== 'function' || typeof password !== 'function') throw new Error('they are no functions');
    expect([await username(), await password()]).toEqual(['u', 'p']);
  });

  it.each(['PLAIN', 'OAUTHBEARER'])(
    'send no secret of %s in the clear to a host that is not this machine',
    async (mechanism) => {
      const token = join(folder, 'token');
      writeFileSync(token, 'a.b.');
      const { sasl } = await optionsFor({
        KAFKA_BROKERS: 'localhost:9092',
        KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
        KAFKA_SASL_MECHANISM: mechanism,
        ...(mechanism === 'PLAIN'
          ? { KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p' }
          : { KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL: `file://${token}` }),
      });
      // Nobody knows where this one leads.
      const connection = new Connection();
      const told = await new Promise<Error | null>((resolve) => {
        sasl?.authenticate?.(sasl.mechanism, connection, saslAuthenticateV2.api, 'u', 'p', 't', (error) =>
          resolve(error),
        );
      });
      expect(told?.message).toContain(`sasl.mechanism ${mechanism} without TLS would send the secret`);
    },
  );

  for (const [mechanism, name, env] of PEERS) {
    itIf(!isInstalled(name), `${name} is installed`)(`say of ${mechanism} that it needs ${name}`, async () => {
      const rest = { KAFKA_BROKERS: 'kafka.example:9098', KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', ...env };
      await expect(optionsFor({ ...rest, KAFKA_SASL_MECHANISM: mechanism })).rejects.toThrow(
        `sasl.mechanism ${mechanism} needs the package ${name}, which cannot be loaded: run npm install --no-save --save-prod ${name}`,
      );
    });
  }

  itIf(hasOpenssl, 'no openssl to make certificates with')(
    'take a certificate that has changed in its file, and keep the old one while the file is of no use',
    async () => {
      const [store, other] = [keystore('one'), keystore('two')];
      const { tls } = await optionsFor({ ...SSL, KAFKA_SSL_KEYSTORE_LOCATION: store });
      const contexts = [tls?.secureContext, tls?.secureContext];
      writeFileSync(store, 'half a cert');
      contexts.push(tls?.secureContext);
      rmSync(store);
      contexts.push(tls?.secureContext);
      copyFileSync(other, store);
      contexts.push(tls?.secureContext);
      const [first] = contexts;
      expect(contexts.map((context) => context === first)).toEqual([true, true, true, true, false]);
    },
  );
});

/** A PEM file with a certificate and its key. */
function keystore(name: string): string {
  const inner = mkdtempSync(join(folder, name));
  const { cert, key } = createCertificate(inner);
  const path = join(folder, `${name}.pem`);
  writeFileSync(path, Buffer.concat([key, cert].map((part) => readFileSync(part))));
  return path;
}
