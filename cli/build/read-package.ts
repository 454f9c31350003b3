import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from './files.ts';

/** What a package needs to run and what its licence wants kept: no types, maps, sources in C, tests or pages. None when nothing of it runs. */
export function readPackage(folder: string): Files {
  const names = list(folder, '').filter(isNeeded);
  if (!names.some((name) => RUNS.test(name))) return new Map();
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
}

const RUNS = /\.(?:[cm]?js|node|wasm)$|\.so(?:\.|$)/;
const KEPT = /\.json$|(?:^|\/)(?:licen[cs]e|notice|copying|third-party)[^/]*$/i;
const LEFT_OUT =
  /^(?:tests?|__tests__|docs?|examples?|bench(?:mark)?s?|install|\.[^/]*)\/|(?:^|\/)tsconfig[^/]*\.json$/;

/** By its path in its package. */
export function isNeeded(name: string): boolean {
  return (RUNS.test(name) || KEPT.test(name)) && !LEFT_OUT.test(name);
}

/** Its own packages in it have paths of their own in the lock file. */
function list(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : list(root, path);
    return entry.isFile() ? [path] : [];
  });
}
