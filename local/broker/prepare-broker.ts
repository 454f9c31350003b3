import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authority, createAuthority } from './certificates.ts';
import { freePorts } from './free-ports.ts';
import { LISTENERS, type ListenerKind } from './listeners.ts';
import { runKafkaTool } from './run-java.ts';
import { serverProperties, toPropertiesText } from './server-properties.ts';

export type BrokerSettings = {
  readonly listeners: readonly [ListenerKind, ...ListenerKind[]];
  /** Of the first listener; any free one unless told. */
  readonly port?: number | undefined;
  /** Passwords by name, for PLAIN and for both kinds of SCRAM: letters and digits, `-` and `_`. */
  readonly users: Readonly<Record<string, string>>;
  /** With it nobody may do anything without a grant but `User:admin`. */
  readonly acls: boolean;
  /** Of a topic that is made without a number of its own. */
  readonly partitions: number;
  /** Server properties in Kafka's own names, over ours. */
  readonly extra: Readonly<Record<string, string>>;
};

export type Prepared = {
  /** `127.0.0.1:PORT`, or `localhost:PORT` where a certificate names the broker. */
  readonly addresses: Readonly<Partial<Record<ListenerKind, string>>>;
  /** Who signed the broker's certificate; undefined where no listener speaks TLS. */
  readonly authority: Authority | undefined;
};

/** Writes `server.properties` in the folder, on free ports, and makes certificates and storage there unless it has them. */
export async function prepareBroker(jars: string, folder: string, settings: BrokerSettings): Promise<Prepared> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { listeners, port, users } = settings;
  const [internalPort = 0, controllerPort = 0, ...free] = await freePorts(2 + listeners.length);
  const ports = Object.fromEntries(listeners.map((kind, n) => [kind, (n === 0 && port) || free[n]]));
  const authority = listeners.some(speaksTls) ? await createAuthority(join(folder, 'certificates')) : undefined;
  const tls = authority && { keystore: (await authority.issue('broker')).keystore, truststore: authority.ca };
  const secret = randomBytes(24).toString('base64url');
  const options = { ...settings, folder, ports, internalPort, controllerPort, secret, tls };
  const path = join(folder, 'server.properties');
  await writeFile(path, toPropertiesText(serverProperties(options)), { mode: 0o600 });
  await chmod(path, 0o600);
  if (!existsSync(join(folder, 'data', 'meta.properties'))) await format(jars, folder, users);
  const addresses = listeners.map((kind) => [kind, `${LISTENERS[kind].host}:${ports[kind]}`]);
  return { addresses: Object.fromEntries(addresses), authority };
}

/** Storage with a new cluster id, and with the users of SCRAM, which are kept in it. Nobody else may read it, whoever made the folder. */
async function format(jars: string, folder: string, users: BrokerSettings['users']): Promise<void> {
  const scram = Object.entries(users).flatMap(([name, password]) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  );
  const id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
  await mkdir(join(folder, 'data'), { recursive: true, mode: 0o700 });
  // Every user of the machine sees a process's arguments, and so does whoever reads why one failed.
  const path = join(folder, 'format.arguments');
  const lines = [`--cluster-id=${id}`, '-c', join(folder, 'server.properties'), ...scram];
  await writeFile(path, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  await runKafkaTool(jars, ['kafka.tools.StorageTool', 'format', `@${path}`]).finally(() => rm(path, { force: true }));
}

function speaksTls(kind: ListenerKind): boolean {
  return LISTENERS[kind].protocol.endsWith('SSL');
}
