import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';

/** A block's content as hcl2json gives it: an attribute by its value, nested blocks as a list; expressions stay texts, `${…}`. */
export type Body = Readonly<Record<string, unknown>>;
/** One block at the top of a file. `labels` are its type and name, where it has them. */
export type Top = {
  readonly file: string;
  readonly kind: string;
  readonly labels: readonly string[];
  readonly body: Body;
};
export type Module = { readonly name: string; readonly tops: readonly Top[] };

/** How many labels each kind of block has; what is not here is no block of Terraform’s. */
const LABELS = new Map([
  ...['terraform', 'locals', 'moved', 'removed', 'import'].map((kind) => [kind, 0] as const),
  ...['variable', 'output', 'module', 'provider', 'check'].map((kind) => [kind, 1] as const),
  ...['resource', 'data', 'ephemeral'].map((kind) => [kind, 2] as const),
]);

/** Reads the `.tf` files of a folder, as one module. A file that is no HCL throws with its line and column. */
export async function readModule(folder: string, name: string): Promise<Module> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.tf'));
  const texts = files.sort().map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
  return toModule(name, Object.fromEntries(texts));
}

/** The same of texts by file name. */
export async function toModule(name: string, texts: Readonly<Record<string, string>>): Promise<Module> {
  const tops = await Promise.all(Object.entries(texts).map(([file, text]) => topsOf(`${name}/${file}`, text)));
  return { name, tops: tops.flat() };
}

async function topsOf(file: string, text: string): Promise<Top[]> {
  const parsed = await parse(file, text);
  return Object.entries(parsed).flatMap(([kind, value]) => {
    const depth = LABELS.get(kind);
    if (depth === undefined) throw new Error(`${file}: there is no block ${kind} in Terraform`);
    return blocksOf(value, depth).map(({ labels, body }) => ({ file, kind, labels, body }));
  });
}

function blocksOf(value: unknown, depth: number): { labels: readonly string[]; body: Body }[] {
  if (depth === 0) return Array.isArray(value) ? value.filter(isBody).map((body) => ({ labels: [], body })) : [];
  if (!isBody(value)) return [];
  return Object.entries(value).flatMap(([label, inner]) =>
    blocksOf(inner, depth - 1).map(({ labels, body }) => ({ labels: [label, ...labels], body })),
  );
}

export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The blocks of one kind. */
export function topsOfKind({ tops }: Module, kind: string): readonly Top[] {
  return tops.filter((top) => top.kind === kind);
}
