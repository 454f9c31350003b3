import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../../../shared/schemas/json.ts';
import { createExpand } from './expand.ts';
import { type Block, type Resource, toResource } from './resource.ts';

/** One module: its resources and data sources, and its files’ lines, since what parses HCL forgets the comments. */
export type Terraform = {
  readonly resources: readonly Resource[];
  readonly lines: ReadonlyMap<string, readonly string[]>;
};

/** Reads `folder`/*.tf below `root`; throws an Error with file and line for what is not HCL. */
export async function readTerraform(root: string, folder: string): Promise<Terraform> {
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith('.tf')).sort();
  const lines = new Map<string, readonly string[]>();
  const blocks: Block[] = [];
  const locals: Record<string, unknown> = {};
  for (const name of names) {
    const file = `${folder}/${name}`;
    const text = await readFile(join(root, file), 'utf8');
    const parsed = await parseHcl(file, text);
    lines.set(file, text.split('\n'));
    for (const kind of ['resource', 'data'] as const) blocks.push(...blocksOf(kind, parsed[kind], file));
    for (const more of Array.isArray(parsed.locals) ? parsed.locals : []) Object.assign(locals, more);
  }
  const expand = createExpand(locals);
  return { resources: blocks.map((block) => toResource(block, { blocks, expand, lines })), lines };
}

async function parseHcl(file: string, text: string): Promise<Readonly<Record<string, unknown>>> {
  // A WebAssembly module of some megabytes: no command but this one waits for it.
  const { parse } = await import('@cdktf/hcl2json');
  try {
    return await parse(file, text);
  } catch (error) {
    throw new Error(error instanceof Error ? error.message.replace(/^parse config: /, '') : String(error), {
      cause: error,
    });
  }
}

function blocksOf(kind: Block['kind'], byType: unknown, file: string): readonly Block[] {
  return entries(byType).flatMap(([type, byName]) =>
    entries(byName).map(([name, bodies]) => ({ kind, type, name, file, body: firstOf(bodies) })),
  );
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

function firstOf(bodies: unknown): Readonly<Record<string, unknown>> {
  const body: unknown = Array.isArray(bodies) ? bodies[0] : bodies;
  return isObject(body) ? body : {};
}
