import type { Metafile } from 'esbuild';
import { groupOf, staticClosure } from './before-first-event.ts';
import type { Weight } from './manifest.ts';

/** What is loaded on first use: the packages and files that are imported dynamically, each with what comes along and is not there yet. */
export function onFirstUse({ outputs }: Metafile): readonly Weight[] {
  const there = staticClosure(outputs, 'index.js');
  const targets = new Set([...there].flatMap((path) => dynamicImports(outputs[path])));
  return [...targets]
    .map((path) => ({ name: groupOf(outputs[path]?.entryPoint ?? path), bytes: extra(outputs, path, there) }))
    .toSorted((a, b) => b.bytes - a.bytes || a.name.localeCompare(b.name, 'en'));
}

type Outputs = Metafile['outputs'];

function dynamicImports(output: Outputs[string] | undefined): readonly string[] {
  return (output?.imports ?? [])
    .filter((one) => one.kind === 'dynamic-import' && !one.external)
    .map(({ path }) => path);
}

function extra(outputs: Outputs, path: string, there: ReadonlySet<string>): number {
  const chunks = [...staticClosure(outputs, path)].filter((chunk) => !there.has(chunk));
  return chunks.reduce((total, chunk) => total + (outputs[chunk]?.bytes ?? 0), 0);
}
