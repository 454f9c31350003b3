import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Table, Target } from '../../shared/routing/table.ts';
import { importedFiles } from './imported-files.ts';
import { withoutComments } from './without-comments.ts';

/** The ports that some grant, secret or setting of a deployed function serves. */
export const PORTS = ['blobs', 'mail', 'payments'] as const;
export type Port = (typeof PORTS)[number];

/** What the table’s handlers use together, sorted, and what those of each route do. */
export type Needs = { readonly all: readonly Port[]; readonly byRoute: ReadonlyMap<string, readonly Port[]> };

/**
 * Which ports the handlers use: those that a handler’s module, or one of this project’s that it imports, names outside of comments. `file`
 * is the table’s own module. A handler that it does not import (one written in the table, or made there by a call) needs every port, since
 * nothing tells what it uses.
 */
export async function findNeeds({ routes }: Pick<Table, 'routes'>, file: string): Promise<Needs> {
  const homes = await homesOf(file);
  const byRoute = new Map<string, readonly Port[]>();
  for (const route of routes) byRoute.set(route.name, await needsOf(route, homes));
  return { all: PORTS.filter((port) => [...byRoute.values()].some((ports) => ports.includes(port))), byRoute };
}

/** Each function that the table’s module imports, with the file that exports it. */
async function homesOf(file: string): Promise<ReadonlyMap<unknown, string>> {
  const homes = new Map<unknown, string>();
  for (const home of importedFiles(file, await codeOf(file))) {
    const module: object = await import(pathToFileURL(home).href);
    for (const value of Object.values(module)) if (typeof value === 'function') homes.set(value, home);
  }
  return homes;
}

async function needsOf(target: Target, homes: ReadonlyMap<unknown, string>): Promise<readonly Port[]> {
  const handlers = target.kind === 'join' ? [target.handle, target.otherwise] : [target.handle];
  const files = handlers.map((handler) => homes.get(handler)).filter((home) => home !== undefined);
  return files.length === handlers.length ? namedIn(files) : PORTS;
}

/** The ports that these modules and what they import name. */
async function namedIn(files: readonly string[]): Promise<readonly Port[]> {
  const named = new Set<string>();
  const seen = new Set(files);
  for (const file of seen) {
    const code = await codeOf(file);
    for (const next of importedFiles(file, code)) seen.add(next);
    for (const [word] of code.replace(SPECIFIER, '').matchAll(/\b\w+\b/g)) named.add(word);
  }
  return PORTS.filter((port) => named.has(port));
}

const SPECIFIER = /\bfrom\s*['"][^'"\n]*['"]/g;

async function codeOf(file: string): Promise<string> {
  return withoutComments(await readFile(file, 'utf8'));
}
