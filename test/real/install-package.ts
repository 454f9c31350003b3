import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './cache.ts';

/**
 * A package from npm, into a folder of its own that stays for the next run: its file `done` says that the package's own scripts have ended
 * well. `tools` is what they need.
 */
export function installPackage(
  name: string,
  tools: readonly string[] = [],
): { readonly folder: string } | { readonly missing: string } {
  const folder = join(CACHE, name);
  const done = join(folder, 'done');
  if (existsSync(done)) return { folder };
  const lacking = tools.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
  if (lacking.length > 0) return { missing: `no ${lacking.join(', ')} to build ${name} with` };
  console.error(`Installing ${name}. This happens once and takes some minutes.`);
  mkdirSync(folder, { recursive: true });
  // A package.json of its own, so that npm looks for none above.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts: { [name]: true } }));
  const { status } = spawnSync('npm', ['install', name], { cwd: folder, stdio: 'ignore' });
  if (status !== 0) return { missing: `npm install ${name} failed` };
  writeFileSync(done, '');
  return { folder };
}
