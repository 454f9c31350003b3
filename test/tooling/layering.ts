import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { findImports } from './imports.ts';

/** From the lowest to the highest: a file may import from its own layer and from those above it in this list. */
const LAYERS = [
  'shared/schemas/',
  'shared/routing/',
  'shared/delivery/',
  'shared/handlers/',
  'shared/routes.ts',
  'functions/',
  'local/',
  'cli/',
] as const;

/** What the lowest two layers may import: zod, and its words by themselves, since a bundle would hold those of every language. */
const PURE: readonly string[] = ['zod/mini', 'zod/v4/core', 'zod/v4/locales/en.js'];
const CLOUD = /^(?:@google-cloud|@azure|@aws-sdk|@platformatic)\//;
/** The only adapter code that other adapters may use. */
const COMMON = 'functions/kafka/client/';

/** `checked` files and, as `file:line: why`, the imports that break the layering. */
export type Layering = { readonly checked: number; readonly violations: readonly string[] };

/** Reads every module of the layers under a repository's root. */
export function checkLayering(root: string): Layering {
  const files = ['shared', 'functions', 'local', 'cli'].flatMap((folder) => modulesIn(root, folder));
  return { checked: files.length, violations: files.flatMap((file) => violationsOf(root, file)) };
}

function modulesIn(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !file.split(sep).includes('node_modules'))
    .map((file) => [folder, ...file.split(sep)].join('/'))
    .sort();
}

function violationsOf(root: string, file: string): string[] {
  if (layerOf(file) === -1) return [`${file}:1: is in no layer`];
  return findImports(readFileSync(join(root, file), 'utf8')).flatMap(({ specifier, line }) => {
    const why = specifier.startsWith('.') ? refuseFile(file, resolve(file, specifier)) : refusePackage(file, specifier);
    return why === undefined ? [] : [`${file}:${line}: ${why}`];
  });
}

function layerOf(file: string): number {
  return LAYERS.findIndex((layer) => file === layer || (layer.endsWith('/') && file.startsWith(layer)));
}

function resolve(file: string, specifier: string): string {
  return normalize(join(dirname(file), specifier))
    .split(sep)
    .join('/');
}

function refuseFile(from: string, to: string): string | undefined {
  if (to.endsWith('.json')) return undefined;
  if (layerOf(to) === -1) return `imports ${to}, which is in no layer`;
  if (layerOf(to) > layerOf(from)) return `imports ${to}, which is in a higher layer`;
  const [adapter, other] = [adapterOf(from), adapterOf(to)];
  if (adapter === undefined || other === undefined || adapter === other || to.startsWith(COMMON)) return undefined;
  return `imports ${to}, which is another adapter's`;
}

function adapterOf(file: string): string | undefined {
  return /^functions\/([^/]+)\//.exec(file)?.[1];
}

function refusePackage(from: string, name: string): string | undefined {
  if (from.startsWith('shared/') && CLOUD.test(name)) return `imports ${name}: shared code knows no cloud`;
  const isPure = from.startsWith('shared/schemas/') || from.startsWith('shared/routing/');
  return isPure && !PURE.includes(name) ? `imports ${name}: this layer uses zod/mini and nothing else` : undefined;
}
