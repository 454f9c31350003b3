import type { Import } from './before-first-event.ts';
import { packageNameOf } from './lock.ts';
import type { Manifest, Weight } from './manifest.ts';

/** In bytes. Any cloud's SDK, and any library for mail or images, that slips in among the static imports is over the first. */
export const BUDGETS = { code: 200_000, zip: 30_000_000 } as const;

/** A sentence for each limit that is passed: what, where, limit, got, what weighs most, and the fix. */
export function checkBudgets(name: string, { bytes, files, beforeFirstEvent }: Manifest): readonly string[] {
  const code = beforeFirstEvent.bytes;
  const problems = [
    code > BUDGETS.code &&
      `functions/${name}/index.ts loads ${toKb(code)} of code before the first event: expected at most ${toKb(BUDGETS.code)}. Most of it: ${most(beforeFirstEvent.imports, toKb)}. Import it in the function that uses it: await import('…')`,
    bytes > BUDGETS.zip &&
      `${name}.zip has ${toMb(bytes)}: expected at most ${toMb(BUDGETS.zip)}. Most of it, before it is packed: ${most(byPackage(files), toMb)}. Leave it out, or import a part of it`,
  ];
  return problems.filter((problem) => problem !== false);
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
