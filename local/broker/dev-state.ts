import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isMissing, writeWhole } from '../../shared/delivery/embedded/folder.ts';
import { isObject, parseJson } from '../../shared/schemas/json.ts';
import { isAlive } from '../laptop/is-alive.ts';

/** What a folder tells of the Kafka for development in it. */
export type DevState = {
  readonly pid: number;
  readonly secure: boolean;
  /** `host:port`, where clients come to. */
  readonly brokers: string;
  /** RFC 3339. */
  readonly startedAt: string;
};

const stateIn = (folder: string) => join(folder, 'kafka.json');

export async function writeDevState(folder: string, state: DevState): Promise<void> {
  await writeWhole(stateIn(folder), `${JSON.stringify(state)}\n`);
}

/** What was started last in the folder; undefined where nothing was. */
export async function readDevState(folder: string): Promise<DevState | undefined> {
  const text = await readFile(stateIn(folder), 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return '';
    throw error;
  });
  const parsed = parseJson(text);
  if (!parsed.ok || !isObject(parsed.value)) return undefined;
  const { pid, secure, brokers, startedAt } = parsed.value;
  if (typeof pid !== 'number' || typeof secure !== 'boolean') return undefined;
  if (typeof brokers !== 'string' || typeof startedAt !== 'string') return undefined;
  return { pid, secure, brokers, startedAt };
}

/** The Kafka that runs in the folder; undefined when none does. */
export async function findRunning(folder: string): Promise<DevState | undefined> {
  const state = await readDevState(folder);
  return state !== undefined && (await runsIn(folder, state.pid)) ? state : undefined;
}

/** Whether the process is the folder's: since a restart of the machine it may be anybody's. */
export async function runsIn(folder: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const listed = await promisify(execFile)('ps', ['-ww', '-o', 'args=', '-p', `${pid}`]).catch(() => undefined);
  return listed?.stdout.includes(join(folder, 'server.properties')) === true;
}
