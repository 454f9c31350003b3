import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './checkout.ts';

/** A fenced block of the README: what its fence is tagged with, and what is in it. */
export type Block = { readonly tag: string; readonly code: string };

export function readReadme(): Promise<string> {
  return readFile(join(ROOT, 'README.md'), 'utf8');
}

export function blocksIn(markdown: string, tag: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .map(([, tag = '', code = '']) => ({ tag, code }))
    .filter((block) => block.tag === tag);
}

/** Every command that the README gives: the lines of its `sh` blocks, and what stands as code in its text. */
export function commandsIn(markdown: string): readonly string[] {
  const blocks = blocksIn(markdown, 'sh').flatMap(({ code }) => code.split('\n'));
  const inline = [...markdown.replace(/^```.*?^```$/gms, '').matchAll(/`((?:npm|npx|node) [^`]+)`/g)].map(
    ([, command = '']) => command,
  );
  return [...blocks, ...inline].map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '');
}

/** The README's blocks that are routes, to be put into the table. */
export function routesIn(markdown: string): readonly string[] {
  return blocksIn(markdown, 'ts').flatMap(({ code }) => (isRoute(code) ? [code] : []));
}

export function isRoute(code: string): boolean {
  return /^route\(\{/m.test(code);
}

/** The text of shared/routes.ts with a route at the end of the table, its own imports and those that it takes for granted on top. */
export function withRoute(table: string, code: string): string {
  const lines = code.split('\n');
  const imports = lines.filter((line) => line.startsWith('import '));
  const route = lines.filter((line) => !line.startsWith('import ')).join('\n');
  return `${imports.join('\n')}\n${table.replace(/\n\]\);\s*$/, `\n${route}\n]);\n`)}`;
}
