import type { Metafile } from 'esbuild';
import { packageNameOf } from './lock.ts';
import type { Weight } from './manifest.ts';

export type Loaded = {
  /** Minified, without the cloud's own package. */
  readonly bytes: number;
  /** Packages, and our own code by its folder, that weigh most first. */
  readonly imports: readonly Weight[];
};

const ENTRY = 'index.js';

/** What Node loads with the entry, before any event: the entry and all that it imports statically. */
export function beforeFirstEvent({ outputs }: Metafile, sizeOf: (external: string) => number): Loaded {
  const loaded = staticClosure(outputs, ENTRY);
  const own = [...loaded].map((path) => outputs[path]?.bytes ?? 0);
  const weights = new Map<string, number>();
  const weigh = (name: string, bytes: number) => weights.set(name, (weights.get(name) ?? 0) + bytes);
  for (const path of loaded)
    for (const [input, { bytesInOutput }] of Object.entries(outputs[path]?.inputs ?? {}))
      weigh(groupOf(input), bytesInOutput);
  const externals = new Set([...loaded].flatMap((path) => externalsOf(outputs[path])));
  const beside = [...externals].map((name) => ({ name, bytes: sizeOf(name) })).filter(({ bytes }) => bytes > 0);
  for (const { name, bytes } of beside) weigh(name, bytes);
  const imports = [...weights].map(([name, bytes]) => ({ name, bytes })).toSorted((a, b) => b.bytes - a.bytes);
  return { bytes: sum(own) + sum(beside.map(({ bytes }) => bytes)), imports };
}

type Outputs = Metafile['outputs'];

/** An output with all that it imports statically. */
export function staticClosure(outputs: Outputs, from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (path: string) => {
    if (found.has(path)) return;
    found.add(path);
    for (const one of outputs[path]?.imports ?? []) if (one.kind === 'import-statement' && !one.external) add(one.path);
  };
  add(from);
  return found;
}

function externalsOf(output: Outputs[string] | undefined): readonly string[] {
  return (output?.imports ?? [])
    .filter(({ kind, external, path }) => external === true && kind === 'import-statement' && !path.startsWith('node:'))
    .map(({ path }) => path);
}

/** `zod` of `node_modules/zod/…`, `shared/routing` of `shared/routing/…`. */
export function groupOf(input: string): string {
  return packageNameOf(input) ?? input.split('/').slice(0, 2).join('/');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
