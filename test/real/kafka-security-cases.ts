import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KafkaErrorCode } from '../../functions/kafka/client/errors/errors-table.ts';
import type { ListenerKind } from '../../local/broker/listeners.ts';
import type { Env } from '../../shared/delivery/embedded/env.ts';
import { PASSWORD, type SecureBroker } from './kafka-security-broker.ts';
import { type TokenEndpoint, unsecuredToken } from './kafka-security-tokens.ts';

/** What there is to connect to. It is there once the tests' hooks have run. */
export type Place = { readonly secure: SecureBroker; readonly tokens: TokenEndpoint };

export function at({ secure }: Place, kind: ListenerKind): Env {
  return { KAFKA_BROKERS: secure.broker.listeners[kind] };
}

const trusted = ({ secure }: Place): Env => ({ KAFKA_SSL_TRUSTSTORE_LOCATION: secure.authority.ca });
export const tls = (place: Place, kind: ListenerKind): Env => ({
  ...at(place, kind),
  ...trusted(place),
  KAFKA_SECURITY_PROTOCOL: 'SSL',
});
export const saslTls = (place: Place, mechanism: string, kind: ListenerKind = 'sasl-tls'): Env => ({
  ...at(place, kind),
  ...trusted(place),
  KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
  KAFKA_SASL_MECHANISM: mechanism,
  KAFKA_SASL_USERNAME: 'waybill',
  KAFKA_SASL_PASSWORD: PASSWORD,
});
const oauth = (place: Place, kind: ListenerKind = 'oauth'): Env => ({
  ...at(place, kind),
  KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
  KAFKA_SASL_MECHANISM: 'OAUTHBEARER',
});
const OAUTH = 'KAFKA_SASL_OAUTHBEARER_';
export const client = (place: Place, secret = 'client-secret'): Env => ({
  ...oauth(place),
  [`${OAUTH}TOKEN_ENDPOINT_URL`]: place.tokens.url,
  [`${OAUTH}CLIENT_CREDENTIALS_CLIENT_ID`]: 'waybill',
  [`${OAUTH}CLIENT_CREDENTIALS_CLIENT_SECRET`]: secret,
  [`${OAUTH}SCOPE`]: 'kafka',
  KAFKA_SASL_JAAS_CONFIG: `OAuthBearerLoginModule required ssl.truststore.location="${place.secure.authority.ca}";`,
});

async function tokenFile(place: Place, seconds: number): Promise<Env> {
  const path = join(place.secure.folder, `token-${seconds}`);
  await writeFile(path, `${unsecuredToken('waybill', seconds)}\n`);
  return { ...oauth(place), [`${OAUTH}TOKEN_ENDPOINT_URL`]: `file://${path}` };
}

async function inline(place: Place): Promise<Env> {
  const { authority, waybill } = place.secure;
  return {
    ...at(place, 'mtls'),
    KAFKA_SECURITY_PROTOCOL: 'SSL',
    KAFKA_SSL_TRUSTSTORE_CERTIFICATES: await readFile(authority.ca, 'utf8'),
    KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN: await readFile(waybill.cert, 'utf8'),
    KAFKA_SSL_KEYSTORE_KEY: await readFile(waybill.encryptedKey, 'utf8'),
    KAFKA_SSL_KEY_PASSWORD: waybill.password,
  };
}

type Settings = (place: Place) => Env | Promise<Env>;

/** The settings with which a client is let in. */
export const LET_IN: Readonly<Record<string, Settings>> = {
  PLAINTEXT: (place) => at(place, 'plaintext'),
  'SSL with a private authority': (place) => tls(place, 'tls'),
  'SSL with a private authority in a PKCS12 file': (place) => ({
    ...tls(place, 'tls'),
    KAFKA_SSL_TRUSTSTORE_LOCATION: place.secure.authority.truststore,
    KAFKA_SSL_TRUSTSTORE_PASSWORD: place.secure.authority.password,
  }),
  'mutual TLS with a PEM file': (place) => ({
    ...tls(place, 'mtls'),
    KAFKA_SSL_KEYSTORE_LOCATION: place.secure.waybill.keystore,
  }),
  'mutual TLS with a PKCS12 file': (place) => ({
    ...tls(place, 'mtls'),
    KAFKA_SSL_KEYSTORE_LOCATION: place.secure.waybill.pkcs12,
    KAFKA_SSL_KEYSTORE_PASSWORD: place.secure.waybill.password,
  }),
  'mutual TLS with PEM in the settings, and an encrypted key': inline,
  'SASL_SSL with PLAIN': (place) => saslTls(place, 'PLAIN'),
  'SASL_SSL with SCRAM-SHA-256': (place) => saslTls(place, 'SCRAM-SHA-256'),
  'SASL_SSL with SCRAM-SHA-512': (place) => saslTls(place, 'SCRAM-SHA-512'),
  'SASL_PLAINTEXT with PLAIN, on this machine': (place) => ({
    ...saslTls(place, 'PLAIN', 'sasl-plaintext'),
    KAFKA_SSL_TRUSTSTORE_LOCATION: undefined,
    KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
  }),
  'OAUTHBEARER with a token in a file': (place) => tokenFile(place, 300),
  'OAUTHBEARER with client credentials': (place) => client(place),
  'OAUTHBEARER over TLS, without a check of the host’s name': async (place) => ({
    ...(await tokenFile(place, 301)),
    ...trusted(place),
    ...at(place, 'oauth-tls'),
    KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
    KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM: '',
  }),
};

type Refused = readonly [env: Settings, code: KafkaErrorCode, sentence: string];

/** Those with which it is not, our code for it, and a part of our sentence. */
export const REFUSED: Readonly<Record<string, Refused>> = {
  'SSL with another authority': [
    (place) => ({ ...tls(place, 'tls'), KAFKA_SSL_TRUSTSTORE_LOCATION: place.secure.stranger.ca }),
    'untrusted-certificate',
    'signed by an authority that is not trusted here',
  ],
  'SSL with the authorities that Node knows': [
    (place) => ({ ...tls(place, 'tls'), KAFKA_SSL_TRUSTSTORE_LOCATION: undefined }),
    'untrusted-certificate',
    'set ssl.truststore.location',
  ],
  'SSL to a broker whose certificate has expired': [
    (place) => tls(place, 'scram-tls'),
    'certificate-expired',
    'The broker’s certificate has expired',
  ],
  'SSL to a broker whose certificate is for another host': [
    (place) => tls(place, 'oauth-tls'),
    'wrong-host-name',
    'The broker’s certificate is for another host name',
  ],
  'mutual TLS with another authority, though the right one stands in the key store': [
    (place) => ({
      ...tls(place, 'mtls'),
      KAFKA_SSL_TRUSTSTORE_LOCATION: place.secure.stranger.ca,
      KAFKA_SSL_KEYSTORE_LOCATION: place.secure.waybill.pkcs12,
      KAFKA_SSL_KEYSTORE_PASSWORD: place.secure.waybill.password,
    }),
    'untrusted-certificate',
    'signed by an authority that is not trusted here',
  ],
  'SASL_SSL with another authority': [
    (place) => ({ ...saslTls(place, 'SCRAM-SHA-512'), KAFKA_SSL_TRUSTSTORE_LOCATION: place.secure.stranger.ca }),
    'untrusted-certificate',
    'signed by an authority that is not trusted here',
  ],
  'PLAIN with a wrong password': [
    (place) => ({ ...saslTls(place, 'PLAIN'), KAFKA_SASL_PASSWORD: 'wrong' }),
    'wrong-credentials',
    'The broker refused the credentials',
  ],
  'PLAIN with an unknown user': [
    (place) => ({ ...saslTls(place, 'PLAIN'), KAFKA_SASL_USERNAME: 'nobody' }),
    'wrong-credentials',
    'The broker refused the credentials',
  ],
  'SCRAM-SHA-256 with a wrong password': [
    (place) => ({ ...saslTls(place, 'SCRAM-SHA-256'), KAFKA_SASL_PASSWORD: 'wrong' }),
    'wrong-credentials',
    'The broker refused the credentials',
  ],
  'SCRAM-SHA-256 with an unknown user': [
    (place) => ({ ...saslTls(place, 'SCRAM-SHA-256'), KAFKA_SASL_USERNAME: 'nobody' }),
    'wrong-credentials',
    'The broker refused the credentials',
  ],
  'SCRAM-SHA-512 with a wrong password': [
    (place) => ({ ...saslTls(place, 'SCRAM-SHA-512'), KAFKA_SASL_PASSWORD: 'wrong' }),
    'wrong-credentials',
    'The broker refused the credentials',
  ],
  'a mechanism that the listener has not': [
    async (place) => ({
      ...saslTls(place, 'PLAIN', 'oauth-tls'),
      KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM: '',
    }),
    'mechanism-not-enabled',
    'The broker’s listener does not offer the SASL mechanism',
  ],
  'OAUTHBEARER where passwords are wanted': [
    async (place) => ({
      ...(await tokenFile(place, 300)),
      ...at(place, 'sasl-plaintext'),
    }),
    'mechanism-not-enabled',
    'The broker’s listener does not offer the SASL mechanism',
  ],
  'OAUTHBEARER with a token that has expired': [
    (place) => tokenFile(place, -60),
    'token-rejected',
    'The broker refused the token',
  ],
  'OAUTHBEARER with a wrong secret of the client': [
    (place) => client(place, 'wrong'),
    'login-failed',
    '/token gave no token (expected 200 with an access_token, got 401 and invalid_client',
  ],
  'OAUTHBEARER without the authority of the endpoint': [
    (place) => ({ ...client(place), KAFKA_SASL_JAAS_CONFIG: undefined }),
    'login-failed',
    '/token gave no token (unable to verify the first certificate',
  ],
  'mutual TLS without a certificate': [
    (place) => tls(place, 'mtls'),
    'client-certificate-needed',
    'The broker wants a client certificate, and none was sent',
  ],
  'mutual TLS with a certificate of another authority': [
    (place) => ({ ...tls(place, 'mtls'), KAFKA_SSL_KEYSTORE_LOCATION: place.secure.rogue.keystore }),
    'client-certificate-refused',
    'The broker refused the client certificate',
  ],
  'mutual TLS with a certificate that has expired': [
    (place) => ({ ...tls(place, 'mtls'), KAFKA_SSL_KEYSTORE_LOCATION: place.secure.expired.keystore }),
    'client-certificate-refused',
    'The broker refused the client certificate',
  ],
  'no login where one is wanted': [(place) => tls(place, 'sasl-tls'), 'login-wanted', 'PLAIN'],
  'a password without TLS to a listener with it': [
    (place) => ({
      ...saslTls(place, 'SCRAM-SHA-512'),
      KAFKA_SSL_TRUSTSTORE_LOCATION: undefined,
      KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
    }),
    'plaintext-to-tls',
    'The broker’s listener speaks TLS, and the client does not',
  ],
  'PLAINTEXT to a listener with TLS': [
    (place) => at(place, 'tls'),
    'plaintext-to-tls',
    'The broker’s listener speaks TLS, and the client does not',
  ],
  'TLS to a listener without it': [
    (place) => tls(place, 'plaintext'),
    'tls-to-plaintext',
    'The client speaks TLS, and the broker’s listener does not',
  ],
};
