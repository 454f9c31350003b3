import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { findImports } from '../../tooling/imports.ts';

/** All that a module of the repository may load, itself included: its files by their paths from the root, and the packages. */
export type Closure = { readonly files: readonly string[]; readonly packages: readonly string[] };

/** Follows imports of every kind, those inside of functions too. */
export function moduleClosure(root: string, entry: string): Closure {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    for (const { specifier } of findImports(readFileSync(join(root, file), 'utf8'))) {
      if (specifier.startsWith('.')) visit(normalize(join(dirname(file), specifier)));
      else if (!specifier.startsWith('node:')) packages.add(packageOf(specifier));
    }
  };
  visit(entry);
  return { files: [...files].sort(), packages: [...packages].sort() };
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
