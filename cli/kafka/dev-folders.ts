import { join, resolve } from 'node:path';
import { type DevState, findRunning } from '../../local/broker/dev-state.ts';
import { ROOT } from '../routes/load-table.ts';

const KAFKA = join(ROOT, '.waybill', 'kafka');

export type Running = DevState & { readonly folder: string };

/** Where a Kafka of this checkout has its data: one without security and one with have a folder each. */
export function folderOf(data: string | undefined, secure: boolean): string {
  return data === undefined ? join(KAFKA, secure ? 'secure' : 'open') : resolve(data);
}

/** What runs: in the folder of --data, else in either of this checkout's. */
export async function findKafkas(data: string | undefined): Promise<readonly Running[]> {
  const folders = [...new Set([folderOf(data, false), folderOf(data, true)])];
  const found = await Promise.all(folders.map(async (folder) => ({ folder, state: await findRunning(folder) })));
  return found.flatMap(({ folder, state }) => (state === undefined ? [] : [{ ...state, folder }]));
}
