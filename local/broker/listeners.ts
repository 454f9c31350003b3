/** What a client meets at a port of the broker. */
export type ListenerKind = keyof typeof LISTENERS;

const PASSWORDS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

type Listener = {
  readonly protocol: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';
  readonly mechanisms: readonly string[];
  /** Certificates and Kerberos name the broker, and not its address. */
  readonly host: '127.0.0.1' | 'localhost';
  readonly properties?: Readonly<Record<string, string>>;
};

/** `gssapi` needs its JAAS line and `-Djava.security.krb5.conf` from who starts the broker. */
export const LISTENERS = {
  plaintext: { protocol: 'PLAINTEXT', mechanisms: [], host: '127.0.0.1' },
  tls: { protocol: 'SSL', mechanisms: [], host: 'localhost' },
  mtls: { protocol: 'SSL', mechanisms: [], host: 'localhost', properties: { 'ssl.client.auth': 'required' } },
  'sasl-plaintext': { protocol: 'SASL_PLAINTEXT', mechanisms: PASSWORDS, host: '127.0.0.1' },
  'sasl-tls': { protocol: 'SASL_SSL', mechanisms: PASSWORDS, host: 'localhost' },
  'scram-tls': { protocol: 'SASL_SSL', mechanisms: ['SCRAM-SHA-512'], host: 'localhost' },
  oauth: { protocol: 'SASL_PLAINTEXT', mechanisms: ['OAUTHBEARER'], host: 'localhost' },
  'oauth-tls': { protocol: 'SASL_SSL', mechanisms: ['OAUTHBEARER'], host: 'localhost' },
  gssapi: { protocol: 'SASL_PLAINTEXT', mechanisms: ['GSSAPI'], host: 'localhost' },
} as const satisfies Record<string, Listener>;

/** The name of a listener in Kafka's properties: `SASL_TLS`, and `listener.name.sasl_tls.` before what is its own. */
export function listenerName(kind: ListenerKind): string {
  return kind.toUpperCase().replaceAll('-', '_');
}

/** What stands in the server properties for one listener, each key below `listener.name.NAME.`. */
export function listenerProperties(
  kind: ListenerKind,
  users: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { mechanisms, properties }: Listener = LISTENERS[kind];
  const jaas = mechanisms.flatMap((mechanism) => {
    const line = jaasLine(mechanism, users);
    return line === undefined ? [] : [[`${mechanism.toLowerCase()}.sasl.jaas.config`, line]];
  });
  return {
    ...(mechanisms.length > 0 && { 'sasl.enabled.mechanisms': mechanisms.join(',') }),
    ...(mechanisms.includes('OAUTHBEARER') && { 'oauthbearer.sasl.server.callback.handler.class': UNSECURED_TOKENS }),
    ...(mechanisms.includes('GSSAPI') && { 'sasl.kerberos.service.name': 'kafka' }),
    ...properties,
    ...Object.fromEntries(jaas),
  };
}

/** Takes tokens without a signature, for tests alone. */
const UNSECURED_TOKENS =
  'org.apache.kafka.common.security.oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler';

function jaasLine(mechanism: string, users: Readonly<Record<string, string>>): string | undefined {
  if (mechanism === 'PLAIN') return plainJaas(users);
  if (mechanism.startsWith('SCRAM')) return 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  if (mechanism !== 'OAUTHBEARER') return undefined;
  return 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";';
}

/** The users that a listener knows, and as whom the broker itself connects there. */
export function plainJaas(users: Readonly<Record<string, string>>, self?: string): string {
  const login = self === undefined ? '' : ` username="${self}" password="${users[self]}"`;
  const known = Object.entries(users).map(([name, password]) => ` user_${name}="${password}"`);
  return `org.apache.kafka.common.security.plain.PlainLoginModule required${login}${known.join('')};`;
}
