import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

export const CLOUDS = ['gcp', 'azure', 'aws'] as const;
export type Cloud = (typeof CLOUDS)[number];

export function folderOf(name: Cloud | 'root'): string {
  return join(ROOT, 'terraform', name === 'root' ? '.' : name);
}

/** The folders of terraform/ that hold a module: one for each cloud, and the root. */
export function foldersOfModules(): readonly { readonly name: string; readonly folder: string }[] {
  return (['root', ...CLOUDS] as const)
    .map((name) => ({ name: name === 'root' ? 'terraform' : `terraform/${name}`, folder: folderOf(name) }))
    .filter(({ folder }) => existsSync(folder) && readdirSync(folder).some((file) => file.endsWith('.tf')));
}
