import { type Adapter, vendoredBy } from './adapters.ts';
import { beforeFirstEvent } from './before-first-event.ts';
import { checkCode, checkZip } from './budgets.ts';
import { bundle } from './bundle.ts';
import type { Files } from './files.ts';
import { onFirstUse } from './first-use.ts';
import { locate, type Place } from './locate.ts';
import { closure, type Lock, packagePathOf } from './lock.ts';
import { type Manifest, stampOf, stampsOf } from './manifest.ts';
import { packageFiles } from './package-json.ts';
import { readPackage } from './read-package.ts';
import { thirdParty } from './third-party.ts';
import { zip } from './zip.ts';

export type Built = {
  readonly adapter: Adapter;
  readonly files: Files;
  readonly zip: Uint8Array;
  readonly manifest: Manifest;
};

/** Everything that one adapter's folder and zip hold. Nothing is written; throws, with a sentence, when it is over a budget. */
export async function buildAdapter(place: Place, adapter: Adapter): Promise<Built> {
  const vendored = vendoredBy(adapter);
  const { files: bundled, metafile } = await bundle(place.root, adapter);
  const beside = await readAll(place, vendored);
  const besideBytes = (name: string) => (name === adapter.runtime ? 0 : bytesOf(place.lock, beside, name));
  const loaded = beforeFirstEvent(metafile, besideBytes);
  checkCode(adapter.name, loaded);
  const texts = toTexts({
    ...adapter.files,
    ...packageFiles(adapter.name, vendored, place.lock),
    'THIRD-PARTY.txt': thirdParty(place.root, packagesIn(Object.keys(metafile.inputs))),
  });
  const files = new Map([...bundled, ...beside, ...texts]);
  const packed = zip(files);
  const stamps = { ...stampOf(packed), files: stampsOf(files) };
  checkZip(adapter.name, stamps);
  const manifest = { ...stamps, beforeFirstEvent: loaded, onFirstUse: onFirstUse(metafile, besideBytes) };
  return { adapter, files, zip: packed, manifest };
}

async function readAll(place: Place, names: readonly string[]): Promise<Files> {
  const folders = await locate(place, closure(place.lock, names));
  return new Map(
    [...folders].flatMap(([path, folder]) =>
      [...readPackage(folder)].map(([name, contents]) => [`${path}/${name}`, contents] as const),
    ),
  );
}

function toTexts(texts: Readonly<Record<string, string>>): Files {
  return new Map(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)]));
}

function packagesIn(inputs: readonly string[]): readonly string[] {
  return [...new Set(inputs.flatMap((input) => packagePathOf(input) ?? []))].sort();
}

/** All that a package beside the bundle brings along: which part of it runs is not known. None for Node's own modules. */
function bytesOf(lock: Lock, files: Files, name: string): number {
  if (!Object.hasOwn(lock, `node_modules/${name}`)) return 0;
  const folders = closure(lock, [name]).map((path) => `${path}/`);
  const names = [...files.keys()].filter((path) => folders.some((folder) => path.startsWith(folder)));
  return names.reduce((total, path) => total + (files.get(path)?.length ?? 0), 0);
}
