import { join } from 'node:path';
import { installPackage } from './install-package.ts';

const CLIENT = 'aws-lambda-ric@4.0.2';
const NODE_22 = 'node@22.23.3';

/** What Lambda runs a function with: its own client for Node, and a Node. */
export type Runtime = { readonly client: string; readonly node: string };

/** The runtimes nodejs24.x and nodejs22.x, from npm, each built or fetched once; `missing` says what this machine lacks. */
export function findRuntimes(): { readonly [name: string]: Runtime | { readonly missing: string } } {
  const home = installPackage(CLIENT, ['make', 'g++', 'cmake']);
  if ('missing' in home) return { 'nodejs24.x': home, 'nodejs22.x': home };
  const client = join(home.folder, 'node_modules/aws-lambda-ric/index.mjs');
  const older = installPackage(NODE_22);
  return {
    'nodejs24.x': { client, node: process.execPath },
    'nodejs22.x': 'missing' in older ? older : { client, node: join(older.folder, 'node_modules/node/bin/node') },
  };
}
