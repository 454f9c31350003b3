import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { kafkaSettings } from '../../../../../functions/kafka/client/settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-refused-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, contents: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
}

const jks = file('trust.jks', Buffer.from('feedfeed00000002', 'hex'));
const p12 = file('trust.p12', Buffer.from('3082', 'hex'));
const noKeyPem = '-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n';
const noKey = file('no-key.pem', noKeyPem);
const noText = file('empty', '');
const at = { KAFKA_BROKERS: 'kafka.example:9093' };
const ssl = { ...at, KAFKA_SECURITY_PROTOCOL: 'SSL' };
const sasl = { ...at, KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p' };
const scram = { ...sasl, KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512' };
const oauth = { ...at, KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'OAUTHBEARER' };
const ID = 'KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID';
const URL = 'KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL';
const SECRET = 'KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET';
const grant = { ...oauth, [URL]: 'https://tokens.example/', [ID]: 'c', [SECRET]: 's' };
const trusting = (path: string) => `OAuthBearerLoginModule required ssl.truststore.location="${path}";`;
const msk = { KAFKA_PRESET: 'msk', KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p' };
const mskAt = (port: number) => ({ ...msk, KAFKA_BROKERS: `b-1.x.kafka.eu-west-1.amazonaws.com:${port}` });
const hubs = { KAFKA_PRESET: 'event-hubs', KAFKA_BROKERS: 'n.servicebus.windows.net', KAFKA_SASL_PASSWORD: 'p' };

const REFUSED: Readonly<Record<string, readonly [env: Readonly<Record<string, string>>, sentence: string]>> = {
  'no brokers': [{}, 'KAFKA_BROKERS is not set: expected brokers such as localhost:9092'],
  'an idempotence that is neither': [
    { ...at, KAFKA_ENABLE_IDEMPOTENCE: 'yes' },
    'KAFKA_ENABLE_IDEMPOTENCE is "yes": expected true or false',
  ],
  'a broker that is none': [
    { KAFKA_BROKERS: 'https://user:secret@a/b' },
    'KAFKA_BROKERS has "…@a/b": expected host:port, such as localhost:9092',
  ],
  'a file that is not there': [
    { KAFKA_PROPERTIES: '/nowhere.properties' },
    'KAFKA_PROPERTIES names /nowhere.properties, which is not there: expected a file that this process may read',
  ],
  'a folder for a file': [{ KAFKA_PROPERTIES: folder }, `KAFKA_PROPERTIES names ${folder}, which is a folder`],
  'values that Java classes give': [
    { ...at, KAFKA_PROPERTIES: file('providers.properties', 'config.providers=file') },
    'names Java classes, which do not run here: expected the values themselves, KAFKA_SASL_PASSWORD_FILE or KAFKA_SECRET',
  ],
  'an unknown preset': [
    { ...at, KAFKA_PRESET: 'eventhubs' },
    'KAFKA_PRESET is "eventhubs": expected one of msk, msk-serverless, confluent, redpanda, event-hubs; is event-hubs meant?',
  ],
  'an unknown protocol': [
    { ...at, KAFKA_SECURITY_PROTOCOL: 'SSL_SASL' },
    'KAFKA_SECURITY_PROTOCOL is "SSL_SASL": expected one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL',
  ],
  'a mistyped protocol': [{ ...at, KAFKA_SECURITY_PROTOCOL: 'SASL-SSL' }, '; is SASL_SSL meant?'],
  'SASL without a mechanism': [
    sasl,
    'KAFKA_SASL_MECHANISM (sasl.mechanism) is not set, and security.protocol asks for SASL: expected one of SCRAM-SHA-512,',
  ],
  'a mechanism under a mistyped name': [
    { ...sasl, KAFKA_PROPERTIES: file('typo.properties', 'sasl.mechansim=PLAIN') },
    '; is sasl.mechansim meant for it?',
  ],
  'a mistyped mechanism': [
    { ...sasl, KAFKA_SASL_MECHANISM: 'SCRAM-SHA512' },
    'KAFKA_SASL_MECHANISM is "SCRAM-SHA512": expected one of SCRAM-SHA-512, SCRAM-SHA-256, PLAIN, OAUTHBEARER, AWS_MSK_IAM, GSSAPI; is SCRAM-SHA-512 meant?',
  ],
  LOGIN: [
    { ...sasl, KAFKA_SASL_MECHANISM: 'LOGIN' },
    'KAFKA_SASL_MECHANISM is LOGIN, which is refused: it sends the password as it is, and Kafka has no such mechanism: use SCRAM-SHA-512 with security.protocol SASL_SSL',
  ],
  'CRAM-MD5': [
    { ...sasl, KAFKA_SASL_MECHANISM: 'CRAM-MD5' },
    'KAFKA_SASL_MECHANISM is CRAM-MD5, which is refused: MD5 does not protect a password, and Kafka has no such mechanism: use SCRAM-SHA-512 with',
  ],
  'DIGEST-MD5': [
    { ...sasl, KAFKA_SASL_MECHANISM: 'DIGEST-MD5' },
    'KAFKA_SASL_MECHANISM is DIGEST-MD5, which is refused: MD5 does not protect a password, and RFC 6331 has withdrawn it: use SCRAM-SHA-512 with',
  ],
  'PLAIN in the clear': [
    { ...sasl, KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT' },
    'sasl.mechanism PLAIN without TLS would send the secret to kafka.example as it is, for others to read: use security.protocol SASL_SSL, or SCRAM-SHA-512 where there is no TLS',
  ],
  'PLAIN in the clear to one host of two': [
    {
      ...sasl,
      KAFKA_BROKERS: 'localhost:9092,127.example:9092',
      KAFKA_SASL_MECHANISM: 'PLAIN',
      KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
    },
    'would send the secret to 127.example as it is',
  ],
  'OAUTHBEARER in the clear': [
    { ...oauth, KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT', [URL]: `file://${file('token', 'a.b.')}` },
    'sasl.mechanism OAUTHBEARER without TLS would send the secret to kafka.example',
  ],
  'credentials that the protocol makes no use of': [
    { ...sasl, KAFKA_SECURITY_PROTOCOL: 'SSL' },
    'KAFKA_SASL_USERNAME is set, and security.protocol is SSL, which makes no use of it: expected SASL_SSL',
  ],
  'certificates that the protocol makes no use of': [
    { ...at, KAFKA_SSL_TRUSTSTORE_LOCATION: '/ca.pem' },
    'KAFKA_SSL_TRUSTSTORE_LOCATION is set, and security.protocol is PLAINTEXT, which makes no use of it: expected SSL or SASL_SSL',
  ],
  'no user': [{ ...scram, KAFKA_SASL_USERNAME: '' }, 'No user for SASL: expected KAFKA_SASL_USERNAME, or username="…"'],
  'an empty password': [{ ...scram, KAFKA_SASL_PASSWORD: '' }, 'is empty: expected the password of the user'],
  'a file with an empty password': [
    { ...scram, KAFKA_SASL_PASSWORD: '', KAFKA_SASL_PASSWORD_FILE: noText },
    `KAFKA_SASL_PASSWORD_FILE names ${noText}, which is empty: expected the secret in it`,
  ],
  'a password twice': [
    { ...scram, KAFKA_SASL_PASSWORD_FILE: noText },
    'KAFKA_SASL_PASSWORD and KAFKA_SASL_PASSWORD_FILE are set: expected one of them, since each says the password',
  ],
  'a secret where none are read': [
    { ...scram, KAFKA_SASL_PASSWORD: '', KAFKA_SECRET: 's' },
    'KAFKA_SECRET is set, and no secrets are read here: expected KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD_FILE',
  ],
  'a JAAS line that is none': [
    { ...scram, KAFKA_SASL_PASSWORD: '', KAFKA_SASL_JAAS_CONFIG: 'ScramLoginModule required password="p"' },
    'KAFKA_SASL_JAAS_CONFIG is no JAAS line: expected ScramLoginModule required name="value" … with ; at its end',
  ],
  'a JAAS line for another mechanism': [
    { ...scram, KAFKA_SASL_PASSWORD: '', KAFKA_SASL_JAAS_CONFIG: 'PlainLoginModule required;' },
    'KAFKA_SASL_JAAS_CONFIG does not fit sasl.mechanism SCRAM-SHA-512: expected ScramLoginModule, got another module',
  ],
  'a trust store of Java': [
    { ...ssl, KAFKA_SSL_TRUSTSTORE_LOCATION: jks },
    `KAFKA_SSL_TRUSTSTORE_LOCATION names ${jks}, which is neither PEM nor PKCS12: run keytool -importkeystore -srckeystore ${jks} -destkeystore store.p12 -deststoretype PKCS12, and name that`,
  ],
  'a trust store that is damaged': [
    { ...ssl, KAFKA_SSL_TRUSTSTORE_LOCATION: p12 },
    `KAFKA_SSL_TRUSTSTORE_LOCATION names ${p12}, which cannot be opened (not DER): expected its password beside it; if it is right, run keytool`,
  ],
  'trusted certificates that are none': [
    { ...ssl, KAFKA_SSL_TRUSTSTORE_CERTIFICATES: 'ca.pem' },
    'KAFKA_SSL_TRUSTSTORE_CERTIFICATES has no certificate: expected one to trust',
  ],
  'a key store of Java': [
    { ...ssl, KAFKA_SSL_KEYSTORE_LOCATION: jks },
    `KAFKA_SSL_KEYSTORE_LOCATION names ${jks}, which is neither PEM nor PKCS12: run keytool -importkeystore -srckeystore ${jks} `,
  ],
  'a key store without a key': [
    { ...ssl, KAFKA_SSL_KEYSTORE_LOCATION: noKey },
    `KAFKA_SSL_KEYSTORE_LOCATION names ${noKey}, which has no PRIVATE KEY: expected both in it`,
  ],
  'a key store that is damaged': [
    { ...ssl, KAFKA_SSL_KEYSTORE_LOCATION: p12 },
    `KAFKA_SSL_KEYSTORE_LOCATION names ${p12}, which cannot be opened (not DER)`,
  ],
  'a certificate without its key': [
    { ...ssl, KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN: '-----BEGIN CERTIFICATE-----' },
    'KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN is set and ssl.keystore.key is not: expected both',
  ],
  'a key without its certificate': [
    { ...ssl, KAFKA_SSL_KEYSTORE_KEY: '-----BEGIN PRIVATE KEY-----' },
    'KAFKA_SSL_KEYSTORE_KEY is set and ssl.keystore.certificate.chain is not: expected both',
  ],
  'trusted certificates twice': [
    { ...ssl, KAFKA_SSL_TRUSTSTORE_LOCATION: noKey, KAFKA_SSL_TRUSTSTORE_CERTIFICATES: 'x' },
    'KAFKA_SSL_TRUSTSTORE_CERTIFICATES and KAFKA_SSL_TRUSTSTORE_LOCATION are both set: expected one of them',
  ],
  'a trust store that is not there': [
    { ...ssl, KAFKA_SSL_TRUSTSTORE_LOCATION: '/nowhere.pem' },
    'KAFKA_SSL_TRUSTSTORE_LOCATION names /nowhere.pem, which is not there',
  ],
  'an unknown check of host names': [
    { ...ssl, KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM: 'ldap' },
    'KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM is "ldap": expected https, or nothing for no check of host names',
  ],
  'an unknown cipher suite': [
    { ...ssl, KAFKA_SSL_CIPHER_SUITES: 'TLS_NONE, TLS_NULL' },
    'The ssl settings cannot be used (error:0A0000B9:SSL routines::no cipher match): expected',
  ],
  'a key that is none': [
    { ...ssl, KAFKA_SSL_KEYSTORE_KEY: 'x', KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN: noKeyPem },
    'they are in KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN',
  ],
  'an old version of TLS': [
    { ...ssl, KAFKA_SSL_ENABLED_PROTOCOLS: 'TLSv1.1,TLSv1.2' },
    'KAFKA_SSL_ENABLED_PROTOCOLS is "TLSv1.1,TLSv1.2": expected TLSv1.2, TLSv1.3 or both',
  ],
  'tokens from nowhere': [
    oauth,
    `${URL} (sasl.oauthbearer.token.endpoint.url) is not set, and sasl.mechanism is OAUTHBEARER`,
  ],
  'tokens over http': [
    { ...oauth, [URL]: 'http://tokens.example/' },
    `${URL} is http to tokens.example, so that the client's secret could be read on its way: expected https`,
  ],
  'tokens by a user in the URL': [
    { ...oauth, [URL]: 'https://u:p@tokens.example/' },
    `${URL} has a user in it: expected sasl.oauthbearer.client.credentials.client.id and`,
  ],
  'tokens from a file that is not there': [
    { ...oauth, [URL]: 'file:///nowhere' },
    `${URL} names /nowhere, which is not there`,
  ],
  'tokens without the client’s secret': [
    { ...oauth, [URL]: 'https://tokens.example/', [ID]: 'c' },
    'KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET (sasl.oauthbearer.client.credentials.client.secret) is not set',
  ],
  'certificates for the token’s URL that are not there': [
    { ...grant, KAFKA_SASL_JAAS_CONFIG: trusting('/nowhere.pem') },
    'ssl.truststore.location in KAFKA_SASL_JAAS_CONFIG names /nowhere.pem, which is not there',
  ],
  'certificates for the token’s URL that only Java reads': [
    { ...grant, KAFKA_SASL_JAAS_CONFIG: trusting(jks) },
    `ssl.truststore.location in KAFKA_SASL_JAAS_CONFIG names ${jks}, which is neither PEM nor PKCS12: run keytool`,
  ],
  'a file without a certificate for the token’s URL': [
    { ...grant, KAFKA_SASL_JAAS_CONFIG: trusting(file('none.pem', '-----BEGIN X-----')) },
    'has no certificate: expected one to trust',
  ],
  'Kerberos without the service': [
    { ...at, KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'GSSAPI' },
    "KAFKA_SASL_KERBEROS_SERVICE_NAME (sasl.kerberos.service.name) is not set: expected the brokers' service, mostly kafka",
  ],
  'a keytab that is not there': [
    {
      ...at,
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      KAFKA_SASL_MECHANISM: 'GSSAPI',
      KAFKA_SASL_KERBEROS_SERVICE_NAME: 'kafka',
      KAFKA_SASL_JAAS_CONFIG: 'Krb5LoginModule required useKeyTab=true keyTab="/nowhere.keytab" principal="w@X";',
    },
    'keyTab in KAFKA_SASL_JAAS_CONFIG names /nowhere.keytab, which is not there',
  ],
  'IAM without a region': [
    { ...at, KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM' },
    'No AWS region for AWS_MSK_IAM: expected brokers such as b-1.name.kafka.eu-west-1.amazonaws.com:9098, or AWS_REGION, got kafka.example',
  ],
  'SCRAM on MSK’s port for IAM': [
    { ...mskAt(9098), KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512' },
    'is for SASL_SSL with AWS_MSK_IAM, got SASL_SSL with SCRAM-SHA-512: expected these to agree; port 9096 or 9196 is for what is set',
  ],
  'TLS on MSK’s port for SCRAM': [
    { ...mskAt(9096), KAFKA_SASL_USERNAME: '', KAFKA_SASL_PASSWORD: '', KAFKA_SECURITY_PROTOCOL: 'SSL' },
    'is for SASL_SSL with SCRAM-SHA-512, got SSL: expected these to agree; port 9094 or 9194 is for what is set',
  ],
  'another port of Event Hubs': [
    { ...hubs, KAFKA_BROKERS: 'n.servicebus.windows.net:9092' },
    'The broker n.servicebus.windows.net:9092 is not on a port of this service: expected port 9093',
  ],
  'another user of Event Hubs': [
    { ...hubs, KAFKA_SASL_USERNAME: 'RootManageSharedAccessKey' },
    'The user for Event Hubs is "RootManageSharedAccessKey": expected $ConnectionString, that very word',
  ],
  'five commits a second to Event Hubs': [
    { ...hubs, KAFKA_AUTO_COMMIT_INTERVAL_MS: '200' },
    'KAFKA_AUTO_COMMIT_INTERVAL_MS is 200: expected 250 or more, which is what the service takes',
  ],
  'snappy to Event Hubs': [
    { ...hubs, KAFKA_COMPRESSION_TYPE: 'snappy' },
    'KAFKA_COMPRESSION_TYPE is "snappy": expected one of none, gzip',
  ],
  'a session of ten seconds at Event Hubs': [
    { ...hubs, KAFKA_SESSION_TIMEOUT_MS: '10000' },
    'expected from 30000 to 300000',
  ],
  'a limit that is no number': [
    { ...at, KAFKA_REQUEST_TIMEOUT_MS: '30s' },
    'KAFKA_REQUEST_TIMEOUT_MS is "30s": expected a whole number above 0',
  ],
  'heartbeats that are too rare': [
    { ...at, KAFKA_HEARTBEAT_INTERVAL_MS: '9000' },
    'KAFKA_HEARTBEAT_INTERVAL_MS is 9000: expected at most a third of session.timeout.ms, which is 20000',
  ],
};

describe('Kafka’s settings are refused with a sentence:', () => {
  it.each(Object.entries(REFUSED))('%s', (_, [env, sentence]) => {
    expect(() => kafkaSettings(env)).toThrow(sentence);
  });
});
