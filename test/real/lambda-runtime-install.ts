import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './cache.ts';

const CLIENT = 'aws-lambda-ric@4.0.2';
const NODE_22 = 'node@22.23.3';

/** What Lambda runs a function with: its own client for Node, and a Node. */
export type Runtime = { readonly client: string; readonly node: string };

/** The runtimes nodejs24.x and nodejs22.x, from npm, each built or fetched once; `missing` says what this machine lacks. */
export function findRuntimes(): { readonly [name: string]: Runtime | { readonly missing: string } } {
  const home = install(CLIENT, ['make', 'g++', 'cmake']);
  if ('missing' in home) return { 'nodejs24.x': home, 'nodejs22.x': home };
  const client = join(home.folder, 'node_modules/aws-lambda-ric/index.mjs');
  const older = install(NODE_22, []);
  return {
    'nodejs24.x': { client, node: process.execPath },
    'nodejs22.x': 'missing' in older ? older : { client, node: join(older.folder, 'node_modules/node/bin/node') },
  };
}

/** Into a folder of its own, whose file `done` says that the package's own scripts have ended well. */
function install(name: string, tools: readonly string[]): { readonly folder: string } | { readonly missing: string } {
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
