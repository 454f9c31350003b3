import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../../shared/delivery/embedded/folder.ts';

const RUNS = join(import.meta.dirname, '..', '..', '.waybill', 'runs');

/** The folder of the `npm start` that was begun last without a folder of its own; undefined when none is kept. */
export async function lastFolder(): Promise<string | undefined> {
  const names = await readdir(RUNS).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  // A name begins with the time.
  const last = names
    .filter((name) => /^\d{4}-/.test(name))
    .sort()
    .at(-1);
  return last === undefined ? undefined : join(RUNS, last);
}
