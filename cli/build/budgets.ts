import type { Import, Loaded } from './before-first-event.ts';
import { packageNameOf } from './lock.ts';
import type { Manifest, Weight } from './manifest.ts';

/** In bytes. Any cloud's SDK, and any library for mail or images, that slips in among the static imports is over the first. */
export const BUDGETS = { code: 200_000, zip: 30_000_000 } as const;

/** Throws, naming what weighs most and who imports it, when an adapter loads more code before the first event than it may. */
export function checkCode(name: string, { bytes, imports }: Loaded): void {
  if (bytes <= BUDGETS.code) return;
  throw new Error(
    `functions/${name}/index.ts loads ${toKb(bytes)} of code before the first event: expected at most ${toKb(BUDGETS.code)}. Most of it: ${most(imports, toKb)}. Import it in the function that uses it: await import('…')`,
  );
}

/** Throws, naming what weighs most, when a zip is larger than it may be. */
export function checkZip(name: string, { bytes, files }: Pick<Manifest, 'bytes' | 'files'>): void {
  if (bytes <= BUDGETS.zip) return;
  throw new Error(
    `${name}.zip has ${toMb(bytes)}: expected at most ${toMb(BUDGETS.zip)}. Most of it, before it is packed: ${most(byPackage(files), toMb)}. Leave it out, or import a part of it`,
  );
}

/** 1,000 bytes to the KB. */
export function toKb(bytes: number): string {
  return `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} KB`;
}

export function toMb(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The three that weigh most. */
export function most(imports: readonly Import[], format: (bytes: number) => string): string {
  const heaviest = imports.toSorted((a, b) => b.bytes - a.bytes).slice(0, 3);
  return heaviest
    .map(({ name, bytes, from }) => `${name} ${format(bytes)}${from === undefined ? '' : ` (imported by ${from})`}`)
    .join(', ');
}

/** What each package beside the bundle has, and each file of the bundle. */
function byPackage(files: Manifest['files']): readonly Weight[] {
  const weights = new Map<string, number>();
  for (const [path, { bytes }] of Object.entries(files)) {
    const name = packageNameOf(path) ?? path;
    weights.set(name, (weights.get(name) ?? 0) + bytes);
  }
  return [...weights].map(([name, bytes]) => ({ name, bytes }));
}
