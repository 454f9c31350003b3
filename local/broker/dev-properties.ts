import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../../shared/delivery/embedded/folder.ts';
import { isObject, parseJson } from '../../shared/schemas/json.ts';
import { toPropertiesText } from './server-properties.ts';

/** The users of a secured Kafka: who may do everything, and whom the router is. */
export type Passwords = { readonly admin: string; readonly waybill: string };

export const propertiesOf = (folder: string, user: keyof Passwords) => join(folder, `${user}.properties`);

/** The passwords in the folder, made the first time. */
export async function keepPasswords(folder: string): Promise<Passwords> {
  const path = join(folder, 'passwords.json');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return '';
    throw error;
  });
  const parsed = parseJson(text);
  if (parsed.ok && isPasswords(parsed.value)) return parsed.value;
  const made = { admin: makePassword(), waybill: makePassword() };
  await writeSecret(path, `${JSON.stringify(made)}\n`);
  return made;
}

/** Writes a `.properties` file for each user, for Kafka's own tools and for KAFKA_PROPERTIES. */
export async function writeUserFiles(folder: string, brokers: string, passwords: Passwords): Promise<void> {
  for (const user of ['admin', 'waybill'] as const) {
    const login = `org.apache.kafka.common.security.scram.ScramLoginModule required username="${user}" password="${passwords[user]}";`;
    const properties = {
      'bootstrap.servers': brokers,
      'security.protocol': 'SASL_SSL',
      'sasl.mechanism': 'SCRAM-SHA-512',
      'sasl.jaas.config': login,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': join(folder, 'certificates', 'ca.pem'),
    };
    await writeSecret(propertiesOf(folder, user), toPropertiesText(properties));
  }
}

/** The mode of a file that is there already is not changed by a write. */
async function writeSecret(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
  await chmod(path, 0o600);
}

function makePassword(): string {
  return randomBytes(24).toString('base64url');
}

function isPasswords(value: unknown): value is Passwords {
  return isObject(value) && typeof value.admin === 'string' && typeof value.waybill === 'string';
}
