import type { Metafile } from 'esbuild';

/** An output with all the outputs that it imports statically, directly or not: what Node loads with it. */
export function staticClosure(outputs: Metafile['outputs'], from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (path: string) => {
    if (found.has(path)) return;
    found.add(path);
    for (const { kind, external, path: next } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && external !== true) add(next);
  };
  add(from);
  return found;
}
