import { join, relative } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { absentPeers } from './absent-peers.ts';
import { type Adapter, NATIVE } from './adapters.ts';
import type { Files } from './files.ts';
import { namedExports } from './named-exports.ts';

export type Bundle = {
  /** By their paths in the zip; the entry is `index.js`. */
  readonly files: Files;
  /** Its outputs have the same paths. */
  readonly metafile: Metafile;
};

/** One adapter with its handlers as ES modules: what the sources import dynamically lies in chunks of its own. */
export async function bundle(root: string, { name, runtime }: Adapter): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`functions/${name}/index.ts`],
    outdir: '.',
    chunkNames: 'chunks/[name]-[hash]',
    external: [NATIVE, ...(runtime === undefined ? [] : [runtime]), ...absentPeers(root)],
    // Its usual entry reads a file that would have to lie beside it; this one has the same within itself.
    alias: { '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled' },
    // ES modules where there are any, of which what is not used falls away.
    mainFields: ['module', 'main'],
    plugins: [withoutProof(root), namedExports(root)],
    banner: { js: REQUIRE },
    ...COMMON,
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [toZipPath(root, path), contents]));
  return { files, metafile };
}

const COMMON = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minify: true,
  define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
  charset: 'utf8',
  // They are in THIRD-PARTY.txt, whole.
  legalComments: 'none',
  // A linked node_modules must not put another folder's name anywhere.
  preserveSymlinks: true,
  write: false,
  metafile: true,
  logLevel: 'silent',
} as const;

/** What is written as CommonJS asks for Node's own modules by it, and an ES module has none. */
const REQUIRE =
  'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);';

/** The build has loaded the table, which proves that every route can work: a cold start need not prove it again. */
function withoutProof(root: string): Plugin {
  return {
    name: 'without-proof',
    setup: ({ onResolve }) => {
      onResolve({ filter: /\/analyse\.ts$/ }, ({ resolveDir, path }) =>
        relative(root, join(resolveDir, path)) === join('shared', 'routing', 'analyse.ts')
          ? { path: join(root, 'cli', 'build', 'proven-table.ts') }
          : undefined,
      );
    },
  };
}

function toZipPath(root: string, path: string): string {
  return relative(root, path).replaceAll('\\', '/');
}
