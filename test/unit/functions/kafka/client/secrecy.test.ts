import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clientOptions } from '../../../../../functions/kafka/client/client-options.ts';
import { describeSettings } from '../../../../../functions/kafka/client/describe-settings.ts';
import { kafkaSettings } from '../../../../../functions/kafka/client/settings.ts';
import type { Env } from '../../../../../shared/delivery/embedded/env.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-secrecy-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'secret');
const properties = join(folder, 'client.properties');

/** Long enough to stand nowhere by chance, with what parsers stumble over. */
const secrets = fc
  .tuple(fc.uuid(), fc.constantFrom('', '"', ';', '\\', '=', ' #', '@', '$', "'", 'é'))
  .map((parts) => parts.join(''));
/** Settings that can work, with the secret where it belongs. */
const whole = (secret: string): readonly Env[] => {
  const sasl = { KAFKA_BROKERS: 'kafka.example:9093', KAFKA_SECURITY_PROTOCOL: 'SASL_SSL' };
  const user = { ...sasl, KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512', KAFKA_SASL_USERNAME: 'u' };
  return [
    { ...user, KAFKA_SASL_PASSWORD: secret },
    { ...user, KAFKA_SASL_PASSWORD_FILE: file },
    { ...sasl, KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_PROPERTIES: properties },
    {
      ...sasl,
      KAFKA_SASL_MECHANISM: 'OAUTHBEARER',
      KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL: 'https://tokens.example/',
      KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID: 'c',
      KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET: secret,
    },
    { ...sasl, KAFKA_SASL_MECHANISM: 'OAUTHBEARER', KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL: `file://${file}` },
  ];
};

/** What somebody may set besides, or by mistake. */
const changes = (secret: string): readonly (readonly [name: string, value: string])[] => [
  ['KAFKA_BROKERS', `user:${secret}@kafka.example`],
  ['KAFKA_BROKERS', `https://user:${secret}@kafka.example/path`],
  ['KAFKA_PRESET', 'event-hubs'],
  ['KAFKA_PRESET', 'none'],
  ['KAFKA_SECURITY_PROTOCOL', 'SASL_PLAINTEXT'],
  ['KAFKA_SECURITY_PROTOCOL', 'PLAINTEXT'],
  ['KAFKA_SASL_MECHANISM', 'SCRAM-SHA-256'],
  ['KAFKA_SASL_MECHANISM', 'GSSAPI'],
  ['KAFKA_SASL_MECHANISM', 'LOGIN'],
  ['KAFKA_SASL_PASSWORD', ` ${secret} `],
  ['KAFKA_SASL_JAAS_CONFIG', `ScramLoginModule required username="u" password="${secret}";`],
  ['KAFKA_SASL_JAAS_CONFIG', `PlainLoginModule required password="${secret}"`],
  ['KAFKA_SASL_JAAS_CONFIG', `OAuthBearerLoginModule required clientSecret="${secret}";`],
  ['KAFKA_SASL_JAAS_CONFIG', `Krb5LoginModule required keyTab="x" password="${secret}";`],
  ['KAFKA_SASL_JAAS_CONFIG', secret],
  ['KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL', `https://u:${secret}@tokens.example/`],
  ['KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL', `http://u:${secret}@tokens.example/`],
  ['KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL', secret],
  ['KAFKA_SSL_KEYSTORE_KEY', secret],
  ['KAFKA_SSL_KEYSTORE_KEY', `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`],
  ['KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN', '-----BEGIN CERTIFICATE-----'],
  ['KAFKA_SSL_KEY_PASSWORD', secret],
  ['KAFKA_PROPERTIES', properties],
];

const settings = secrets.chain((secret) =>
  fc.record({
    secret: fc.constant(secret),
    inFile: fc.constantFrom(`sasl.jaas.config=PlainLoginModule required username="u" password="${secret}";`, secret),
    env: fc
      .tuple(fc.constantFrom(...whole(secret)), fc.uniqueArray(fc.constantFrom(...changes(secret)), { maxLength: 2 }))
      .map(([env, changed]): Env => ({ ...env, ...Object.fromEntries(changed) })),
  }),
);

describe('a secret of Kafka’s settings', () => {
  it('stands in no error, no description, and nothing that prints the settings or a client’s options', async () => {
    let made = 0;
    await fc.assert(
      fc.asyncProperty(settings, async ({ secret, inFile, env }) => {
        writeFileSync(file, secret);
        writeFileSync(properties, inFile);
        const said = await everythingSaid(env);
        if (said.length > 1) made += 1;
        for (const text of said) expect(text).not.toContain(secret.slice(0, 36));
      }),
      { numRuns: 300 },
    );
    expect(made).toBeGreaterThan(0);
  });
});

async function everythingSaid(env: Env): Promise<string[]> {
  try {
    const made = kafkaSettings(env);
    const options = await clientOptions(made);
    return [describeSettings(made), ...[made, options].flatMap((one) => [shown(one), JSON.stringify(one)])];
  } catch (error) {
    return [shown(error)];
  }
}

function shown(value: unknown): string {
  return inspect(value, { depth: null, showHidden: true });
}
