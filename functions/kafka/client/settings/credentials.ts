import { isObject, parseJson } from '../../../../shared/schemas/json.ts';
import type { Jaas } from './jaas.ts';
import { jaasFrom } from './jaas-from.ts';
import { readSecretFile } from './read-file.ts';
import type { SaslContext } from './sasl-settings.ts';
import type { Source } from './source.ts';

export type Credentials = { readonly username: string; readonly password: string };

/** A text from the cloud's secret store, by its name there. */
export type ReadSecret = (name: string) => Promise<string>;

type Password = { readonly user: string; readonly credentials: () => Promise<Credentials> };

/**
 * User and password from KAFKA_SASL_USERNAME with KAFKA_SASL_PASSWORD or KAFKA_SASL_PASSWORD_FILE, from the JAAS line, or from the secret
 * that KAFKA_SECRET names in the cloud's store: JSON with `username` and `password`, as MSK has them.
 */
export function credentialsFrom({ read, secret }: SaslContext, mechanism: string): Password {
  const source = read();
  refuseTwo(source);
  const name = source.env.KAFKA_SECRET || undefined;
  if (name !== undefined) return fromSecret(name, secret);
  const { username } = now(source, mechanism);
  return { user: username, credentials: async () => now(read(), mechanism) };
}

const WAYS = ['KAFKA_SECRET', 'KAFKA_SASL_PASSWORD', 'KAFKA_SASL_PASSWORD_FILE', 'KAFKA_SASL_JAAS_CONFIG'];

function refuseTwo({ env }: Source): void {
  const set = WAYS.filter((name) => env[name] !== undefined && env[name] !== '');
  if (set.length < 2) return;
  throw new Error(`${set.join(' and ')} are set: expected one of them, since each says the password`);
}

function fromSecret(name: string, secret: ReadSecret | undefined): Password {
  if (secret === undefined) {
    throw new Error(
      'KAFKA_SECRET is set, and no secrets are read here: expected KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD_FILE',
    );
  }
  return { user: `the one of the secret ${name}`, credentials: async () => parseSecret(name, await secret(name)) };
}

function parseSecret(name: string, text: string): Credentials {
  const parsed = parseJson(text);
  const { username, password } = parsed.ok && isObject(parsed.value) ? parsed.value : {};
  if (typeof username === 'string' && typeof password === 'string' && username !== '' && password !== '') {
    return { username, password };
  }
  throw new Error(`The secret ${name} is not what was expected: JSON such as {"username":"…","password":"…"}`);
}

function now(source: Source, mechanism: string): Credentials {
  const jaas = jaasFrom(source, MODULES[mechanism]);
  return { username: usernameOf(source, jaas), password: passwordOf(source, jaas) };
}

const SCRAM = 'ScramLoginModule';
const MODULES: Readonly<Record<string, string>> = {
  PLAIN: 'PlainLoginModule',
  'SCRAM-SHA-256': SCRAM,
  'SCRAM-SHA-512': SCRAM,
};

function usernameOf(source: Source, jaas: Jaas | undefined): string {
  const username = source.raw('sasl.username')?.trim() || jaas?.options.username || source.get('sasl.username');
  if (username) return username;
  throw new Error(
    `No user for SASL: expected KAFKA_SASL_USERNAME, or username="…" in ${source.where('sasl.jaas.config')}`,
  );
}

function passwordOf(source: Source, jaas: Jaas | undefined): string {
  const path = source.env.KAFKA_SASL_PASSWORD_FILE;
  if (path) return readSecretFile(path, 'KAFKA_SASL_PASSWORD_FILE');
  const said = source.raw('sasl.password');
  const password = said ?? jaas?.options.password;
  if (password) return password;
  const line = source.where('sasl.jaas.config');
  if (password === undefined) {
    throw new Error(
      `No password for SASL: expected KAFKA_SASL_PASSWORD, KAFKA_SASL_PASSWORD_FILE, or password="…" in ${line}`,
    );
  }
  const from = said === undefined ? `password in ${line}` : source.where('sasl.password');
  throw new Error(`${from} is empty: expected the password of the user`);
}
