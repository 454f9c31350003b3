import type { Metafile } from 'esbuild';
import { packageNameOf } from './lock.ts';
import type { Weight } from './manifest.ts';
import { staticClosure } from './static-closure.ts';

/** A package, or a folder of ours; `from` is the file of ours that imports the package. */
export type Import = Weight & { readonly from?: string };

export type Loaded = {
  /** Minified, without the cloud's own package. */
  readonly bytes: number;
  /** What weighs most comes first. */
  readonly imports: readonly Import[];
};

/**
 * What Node loads with the entry, before any event: the entry and all that it imports statically. `besideBytes` tells the weight of a
 * package that is not in the bundle.
 */
export function beforeFirstEvent(metafile: Metafile, besideBytes: (name: string) => number): Loaded {
  const loaded = [...staticClosure(metafile.outputs, 'index.js')].flatMap((path) => metafile.outputs[path] ?? []);
  const weights = loaded.flatMap(({ inputs }) => Object.entries(inputs)).map(toWeight);
  const beside = [...new Set(loaded.flatMap(externals))].map((name) => ({ name, bytes: besideBytes(name) }));
  const imports = [...Map.groupBy([...weights, ...beside], ({ name }) => name)]
    .map(([name, parts]) => ({ name, bytes: sum(parts), ...fromOf(metafile, name) }))
    .filter(({ bytes }) => bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes || a.name.localeCompare(b.name, 'en'));
  return { bytes: sum(loaded) + sum(beside), imports };
}

type Output = Metafile['outputs'][string];

function toWeight([input, { bytesInOutput }]: [string, { bytesInOutput: number }]): Weight {
  return { name: packageNameOf(input) ?? input.split('/').slice(0, 2).join('/'), bytes: bytesInOutput };
}

function externals({ imports }: Output): readonly string[] {
  return imports.filter(({ kind, external }) => external === true && kind !== 'dynamic-import').map(({ path }) => path);
}

function fromOf({ inputs }: Metafile, name: string): Pick<Import, 'from'> {
  const own = Object.keys(inputs).filter((input) => packageNameOf(input) === undefined);
  const from = own.sort().find((input) => inputs[input]?.imports.some((one) => isStatic(one) && isOf(one.path, name)));
  return from === undefined ? {} : { from };
}

function isStatic({ kind }: { readonly kind: string }): boolean {
  return kind !== 'dynamic-import';
}

function isOf(path: string, name: string): boolean {
  return path === name || packageNameOf(path) === name;
}

function sum(weights: readonly { readonly bytes: number }[]): number {
  return weights.reduce((total, { bytes }) => total + bytes, 0);
}
