import { existsSync } from 'node:fs';
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../shared/delivery/port-error.ts';
import { startProcess } from './broker-process.ts';
import { keepPasswords, writeUserFiles } from './dev-properties.ts';
import { type DevState, readDevState, writeDevState } from './dev-state.ts';
import { prepareBroker } from './prepare-broker.ts';

export type DevOptions = {
  readonly jars: string;
  /** Absolute. Holds everything of this Kafka, its data too. */
  readonly folder: string;
  readonly port: number;
  /** TLS with an authority of its own, SCRAM-SHA-512, and nothing allowed that is not granted. */
  readonly secure: boolean;
};

/** Starts a Kafka that goes on when this process ends, on the data that the folder holds. */
export async function startDev({ jars, folder, port, secure }: DevOptions): Promise<DevState> {
  await checkKind(folder, secure);
  await makeFolder(folder);
  const passwords = secure ? await keepPasswords(folder) : undefined;
  const { addresses } = await prepareBroker(jars, folder, {
    listeners: [secure ? 'scram-tls' : 'plaintext'],
    port,
    users: { ...passwords },
    acls: secure,
    partitions: PARTITIONS,
    extra: {},
  });
  const brokers = Object.values(addresses)[0] ?? '';
  if (passwords !== undefined) await writeUserFiles(folder, brokers, passwords);
  const { pid } = await startProcess({ jars, folder, detached: true, heap: '512m' });
  const state = { pid, secure, brokers, startedAt: new Date().toISOString() };
  await writeDevState(folder, state);
  return state;
}

export const PARTITIONS = 6;

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(
      `${folder} cannot hold a Kafka’s data (${messageOf(error)}): expected a folder that can be written`,
    );
  }
}

/** Users are made with the storage, so that one without them cannot be secured later. */
async function checkKind(folder: string, secure: boolean): Promise<void> {
  const before = await readDevState(folder);
  if (before === undefined || before.secure === secure || !existsSync(join(folder, 'data'))) return;
  const kind = before.secure ? 'a secured Kafka' : 'a Kafka without security';
  throw new Error(`${folder} holds the data of ${kind}: expected another folder with --data, or that one removed`);
}
