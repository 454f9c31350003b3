import type { SASLOptions } from '@platformatic/kafka';
import { exposed, isExposed } from '../settings/check-places.ts';
import type { Credentials } from '../settings/credentials.ts';
import type { Protocol } from '../settings/protocol.ts';
import type { SaslSettings } from '../settings/sasl-settings.ts';
import type { Tokens } from './tokens.ts';

/** How a client proves who it is. What is secret is a function, asked again for each connection and each re-authentication (KIP-368). */
export async function saslOptions(sasl: SaslSettings, protocol: Protocol): Promise<SASLOptions> {
  const options = await mechanismOptions(sasl);
  return protocol === 'SASL_PLAINTEXT' ? guarded(options, sasl) : options;
}

async function mechanismOptions(sasl: SaslSettings): Promise<SASLOptions> {
  switch (sasl.mechanism) {
    case 'OAUTHBEARER': {
      const { oauthTokens } = await import('./oauth-tokens.ts');
      return tokenOptions(oauthTokens(sasl), sasl.extensions);
    }
    case 'AWS_MSK_IAM': {
      const { iamTokens } = await import('./iam-tokens.ts');
      return tokenOptions(await iamTokens(sasl));
    }
    case 'GSSAPI': {
      const { gssapiAuthenticator } = await import('./gssapi.ts');
      return { mechanism: 'GSSAPI', authenticate: await gssapiAuthenticator(sasl) };
    }
    default:
      return { mechanism: sasl.mechanism, ...passwordOptions(sasl.credentials) };
  }
}

/** The client asks for the user first and for the password next: both are of one reading. */
function passwordOptions(credentials: () => Promise<Credentials>) {
  let read: Promise<Credentials> | undefined;
  return {
    username: async () => {
      read = credentials();
      return (await read).username;
    },
    password: async () => (await (read ?? credentials())).password,
  };
}

/** A broker that refuses a token says so in an answer that is no error (RFC 7628, section 3.2.3): without a look at it, the next request fails. */
function tokenOptions({ get, forget }: Tokens, extensions: Readonly<Record<string, string>> = {}): SASLOptions {
  return {
    mechanism: 'OAUTHBEARER',
    token: get,
    ...(Object.keys(extensions).length === 0 ? {} : { oauthBearerExtensions: extensions }),
    authBytesValidator: (answer, callback) => {
      if (answer.length === 0) return callback(null, answer);
      forget();
      callback(new Error(`token rejected: ${statusOf(answer)}`), answer);
    },
  };
}

/** The broker's word for what is wrong, and nothing else of its answer. */
function statusOf(answer: Buffer): string {
  return /"status"\s*:\s*"([\w-]{1,64})"/.exec(answer.toString('utf8'))?.[1] ?? 'it does not say why';
}

/** Without TLS, what goes over the wire as it is goes to this machine alone: brokers may advertise other hosts than those they were found by. */
async function guarded(options: SASLOptions, { mechanism }: SaslSettings): Promise<SASLOptions> {
  if (options.authenticate !== undefined || mechanism.startsWith('SCRAM')) return options;
  const { saslOAuthBearer, saslPlain } = await import('@platformatic/kafka');
  const extensions = options.oauthBearerExtensions ?? {};
  return {
    ...options,
    authenticate: (name, connection, authenticate, username, password, token, callback) => {
      const host = connection.host ?? '';
      if (isExposed('SASL_PLAINTEXT', mechanism, host)) callback(new Error(exposed(mechanism, host)), undefined);
      else if (name === 'PLAIN')
        saslPlain.authenticate(authenticate, connection, username ?? '', password ?? '', callback);
      else saslOAuthBearer.authenticate(authenticate, connection, token ?? '', extensions, callback);
    },
  };
}
