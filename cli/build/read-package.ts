import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from './files.ts';

/** What a package needs to run and what its licence wants kept: no types, maps, sources in C, tests or pages. Nothing of one that holds types alone. */
export function readPackage(folder: string): Files {
  const names = list(folder, '').filter(isNeeded);
  if (!names.some((name) => name !== 'package.json' && !LICENCE.test(name))) return new Map();
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
}

const RUNS = /\.(?:[cm]?js|json|node|wasm)$|\.so(?:\.|$)/;
const LICENCE = /(?:^|\/)(?:licen[cs]e|notice|copying|third-party)[^/]*$/i;
const LEFT_OUT =
  /^(?:tests?|__tests__|docs?|examples?|bench(?:mark)?s?|install|\.[^/]*)\/|(?:^|\/)tsconfig[^/]*\.json$/;

/** By its path in its package. */
export function isNeeded(name: string): boolean {
  return (RUNS.test(name) || LICENCE.test(name)) && !LEFT_OUT.test(name);
}

/** Its own packages in it have paths of their own in the lock file. */
function list(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : list(root, path);
    return entry.isFile() ? [path] : [];
  });
}
