import { join } from 'node:path';
import { ADAPTERS, type AdapterName } from './adapters.ts';
import { type Built, buildAdapter } from './build-adapter.ts';
import { type ColdStart, measureColdStart } from './cold-start.ts';
import { readLock } from './installed.ts';
import type { Report } from './report.ts';
import { checkOutput, placeAdapter, stageAdapter, writeManifest } from './write-output.ts';

export type BuildOptions = {
  readonly root: string;
  readonly out: string;
  readonly only: AdapterName | undefined;
  /** Gets a line for each step. */
  readonly say: (line: string) => void;
};

/** Builds, looks whether each bundle loads, and only then writes: throws, with a sentence, when there is something that must not be deployed. */
export async function runBuild({ root, out, only, say }: BuildOptions): Promise<readonly Report[]> {
  const adapters = ADAPTERS.filter(({ name }) => only === undefined || name === only);
  checkOutput(
    out,
    adapters.map(({ name }) => name),
  );
  const place = { root, lock: readLock(join(root, 'package-lock.json')), say };
  const all: { readonly built: Built; readonly coldStart: ColdStart }[] = [];
  for (const adapter of adapters) {
    say(`${adapter.name}: bundle and zip`);
    const built = await buildAdapter(place, adapter);
    const folder = await stageAdapter(out, built);
    say(`${adapter.name}: cold imports`);
    all.push({ built, coldStart: await measureColdStart(folder, adapter) });
  }
  for (const { built } of all) await placeAdapter(out, built);
  const reports = all.map(({ built, coldStart }) => toReport(out, built, coldStart));
  await writeManifest(out, reports);
  return reports;
}

function toReport(out: string, { adapter: { name }, manifest }: Built, coldStart: ColdStart): Report {
  return { name, zip: join(out, `${name}.zip`), ...manifest, coldStart };
}
