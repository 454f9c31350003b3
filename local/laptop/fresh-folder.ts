import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const RUNS = join(import.meta.dirname, '..', '..', '.waybill', 'runs');

/** A new folder, so that a run starts with nothing; the last few are kept for who still looks at their pictures. */
export async function freshFolder(): Promise<string> {
  await mkdir(RUNS, { recursive: true });
  const old = (await readdir(RUNS)).sort().slice(0, -3);
  await Promise.all(old.map((name) => rm(join(RUNS, name), { recursive: true, force: true })));
  return mkdtemp(join(RUNS, `${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}-`));
}
