import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Built } from './build-adapter.ts';
import type { Manifest } from './manifest.ts';
import type { Report } from './report.ts';

/** Puts an adapter's folder and zip into `out`. What somebody may read meanwhile is put in place whole. */
export async function writeAdapter(out: string, { adapter, files, zip }: Built): Promise<void> {
  const folder = join(out, adapter.name);
  await rm(folder, { recursive: true, force: true });
  for (const [name, contents] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), contents);
  }
  await writeWhole(join(out, `${adapter.name}.zip`), zip);
}

/** `manifest.json` of all zips in `out`; those that were not built now keep what it said of them. */
export async function writeManifest(out: string, reports: readonly Report[]): Promise<void> {
  const file = join(out, 'manifest.json');
  const before: Record<string, Manifest> = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
  const now = Object.fromEntries(reports.map(({ name, zip: _zip, coldStart: _coldStart, ...same }) => [name, same]));
  const all = Object.entries({ ...before, ...now }).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  await writeWhole(file, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}

async function writeWhole(file: string, contents: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, contents);
  await rename(`${file}.new`, file);
}
