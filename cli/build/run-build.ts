import { join } from 'node:path';
import { ADAPTERS, type AdapterName } from './adapters.ts';
import { buildAdapter } from './build-adapter.ts';
import { measureColdStart } from './cold-start.ts';
import { readLock } from './installed.ts';
import type { Report } from './report.ts';
import { writeAdapter, writeManifest } from './write-output.ts';

export type BuildOptions = {
  readonly root: string;
  readonly out: string;
  readonly only: AdapterName | undefined;
  /** Gets a line for each step. */
  readonly say: (line: string) => void;
};

/** Builds, writes and measures. Throws, with a sentence, before it writes what must not be deployed. */
export async function runBuild({ root, out, only, say }: BuildOptions): Promise<readonly Report[]> {
  const place = { root, lock: readLock(join(root, 'package-lock.json')), say };
  const reports: Report[] = [];
  for (const adapter of ADAPTERS.filter(({ name }) => only === undefined || name === only)) {
    say(`${adapter.name}: bundle and zip`);
    const built = await buildAdapter(place, adapter);
    await writeAdapter(out, built);
    say(`${adapter.name}: cold imports`);
    const coldStart = await measureColdStart(join(out, adapter.name), adapter);
    reports.push({ name: adapter.name, zip: join(out, `${adapter.name}.zip`), ...built.manifest, coldStart });
  }
  await writeManifest(out, reports);
  return reports;
}
