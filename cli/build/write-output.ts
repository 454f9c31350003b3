import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeWhole } from '../../shared/delivery/embedded/folder.ts';
import { isObject, parseJson } from '../../shared/schemas/json.ts';
import type { Built } from './build-adapter.ts';
import type { Report } from './report.ts';

/** Every folder that is written here has it. */
const MARK = 'THIRD-PARTY.txt';

/** Throws when a folder that would be replaced in `out` is not one of a build: it may be somebody's sources. */
export function checkOutput(out: string, names: readonly string[]): void {
  const wrong = names.map((name) => join(out, name)).find((path) => existsSync(path) && !existsSync(join(path, MARK)));
  if (wrong === undefined) return;
  throw new Error(
    `${wrong} is not of a build, and would be replaced: expected nothing there, or a folder with ${MARK}. Name another folder with --out, or delete it`,
  );
}

/** Writes an adapter's folder beside its place in `out`, for a look at it first, and gives its path. */
export async function stageAdapter(out: string, { adapter, files }: Built): Promise<string> {
  const folder = `${join(out, adapter.name)}.new`;
  await rm(folder, { recursive: true, force: true });
  for (const [name, contents] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), contents);
  }
  return folder;
}

/** Puts the staged folder and the zip in place. */
export async function placeAdapter(out: string, { adapter, zip }: Built): Promise<void> {
  const folder = join(out, adapter.name);
  await rm(folder, { recursive: true, force: true });
  await rename(`${folder}.new`, folder);
  await writeWhole(join(out, `${adapter.name}.zip`), zip);
}

/** `manifest.json` of all zips in `out`; those that were not built now keep what it said of them. */
export async function writeManifest(out: string, reports: readonly Report[]): Promise<void> {
  const file = join(out, 'manifest.json');
  const now = Object.fromEntries(reports.map(({ name, zip: _zip, coldStart: _coldStart, ...same }) => [name, same]));
  const all = Object.entries({ ...(await readManifest(file)), ...now }).toSorted(([a], [b]) =>
    a.localeCompare(b, 'en'),
  );
  await writeWhole(file, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}

/** One that cannot be read says nothing. */
async function readManifest(file: string): Promise<object> {
  if (!existsSync(file)) return {};
  const parsed = parseJson(await readFile(file, 'utf8'));
  return parsed.ok && isObject(parsed.value) ? parsed.value : {};
}
