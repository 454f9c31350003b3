import type { Metafile } from 'esbuild';
import { packageNameOf } from './lock.ts';
import type { Weight } from './manifest.ts';
import { staticClosure } from './static-closure.ts';

/**
 * What is loaded on first use, heaviest first: what the code before the first event imports dynamically, each with what comes along and
 * is not there yet. `besideBytes` tells the weight of a package that is not in the bundle.
 */
export function onFirstUse({ outputs }: Metafile, besideBytes: (name: string) => number): readonly Weight[] {
  const there = staticClosure(outputs, 'index.js');
  const imports = [...there].flatMap((path) => outputs[path]?.imports ?? []).filter(isDynamic);
  const targets = Map.groupBy(imports, ({ path }) => path);
  return [...targets]
    .map(([path, [first]]) =>
      first?.external === true
        ? { name: path, bytes: besideBytes(path) }
        : { name: nameOf(outputs, path), bytes: newBytes(outputs, path, there) },
    )
    .toSorted((a, b) => b.bytes - a.bytes || a.name.localeCompare(b.name, 'en'));
}

type Outputs = Metafile['outputs'];

function isDynamic({ kind }: { readonly kind: string }): boolean {
  return kind === 'dynamic-import';
}

function nameOf(outputs: Outputs, path: string): string {
  const input = outputs[path]?.entryPoint ?? path;
  return packageNameOf(input) ?? input;
}

function newBytes(outputs: Outputs, path: string, there: ReadonlySet<string>): number {
  const chunks = [...staticClosure(outputs, path)].filter((chunk) => !there.has(chunk));
  return chunks.reduce((total, chunk) => total + (outputs[chunk]?.bytes ?? 0), 0);
}
