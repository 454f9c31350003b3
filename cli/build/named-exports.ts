import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative } from 'node:path';
import type { OnLoadResult, Plugin } from 'esbuild';

/**
 * Lets `import('package')` give the names that it gives in Node. Of what is written as CommonJS a bundle would have the default export
 * alone, so a module comes between that spells its names out; what they are, the package says itself.
 */
export function namedExports(root: string): Plugin {
  return {
    name: 'named-exports',
    setup: ({ onResolve, onLoad, resolve }) => {
      onResolve({ filter: /./ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === SEEN) return undefined;
        const found = await resolve(path, { kind, importer, resolveDir, pluginData: SEEN });
        // What is not there may be meant to be tried: esbuild sees the `try` around it.
        if (found.errors.length > 0) return undefined;
        if (found.external || !isCommonJs(found.path)) return found;
        // Relative, or the folder of this checkout would be in the hashes that name the chunks.
        return { path: relative(root, found.path).replaceAll('\\', '/'), namespace: NAMES };
      });
      onLoad({ filter: /./, namespace: NAMES }, ({ path }) => toModule(root, path));
    },
  };
}

const NAMES = 'names';
const SEEN = Symbol('resolved once');

function toModule(root: string, path: string): OnLoadResult {
  const all: unknown = createRequire(join(root, path))(join(root, path));
  const names = Object.keys(Object(all)).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default');
  const contents = `const all = require(${JSON.stringify(`./${path}`)});
export default all;
export const { ${names.join(', ')} } = all;`;
  return { contents, loader: 'js', resolveDir: root };
}

/** As Node tells it; of packages for bundlers, whose ES modules have no `type`, by their first words. */
function isCommonJs(path: string): boolean {
  if (extname(path) === '.cjs') return true;
  if (extname(path) !== '.js' || typeOf(dirname(path)) === 'module') return false;
  return !/^\s*(?:import|export)\b/m.test(readFileSync(path, 'utf8'));
}

function typeOf(folder: string): string | undefined {
  const file = join(folder, 'package.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).type;
  return dirname(folder) === folder ? undefined : typeOf(dirname(folder));
}
