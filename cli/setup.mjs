#!/usr/bin/env node
/**
 * Makes a fresh clone ready, on any Node from 18: `npm ci` when something is missing or out of date, with progress. Everything else
 * runs on the Node 24 that this brings into node_modules/.bin. It may import nothing that has to be installed first.
 *
 * node cli/setup.mjs          what running needs
 * node cli/setup.mjs --dev    what tests and checks need too
 * node cli/setup.mjs --link   only the `waybill` command (npm runs this after an install)
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './install.mjs';
import { linkCommand } from './link.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const withDev = process.argv.includes('--dev');

if (!process.argv.includes('--link')) await setUp();
linkCommand(modules);

async function setUp() {
  const wanted = Object.entries(readLock(join(root, 'package-lock.json')) ?? {}).filter(
    ([path, entry]) => path !== '' && isNeeded(entry),
  );
  const reason = missing(wanted);
  if (reason === undefined) return;
  process.stderr.write(`Setting up: ${reason}. This happens once and takes a minute or so.\n`);
  const code = await install({
    root,
    packages: wanted.map(([path]) => path),
    node: Object.fromEntries(wanted)['node_modules/node']?.version,
    flags: withDev ? [] : ['--omit=dev'],
  });
  if (code !== 0) process.exit(code);
  const still = missing(wanted);
  if (still === undefined) return;
  process.stderr.write(`npm ci ended well, and yet ${still}.\n`);
  process.exit(1);
}

/** Why an install is needed; undefined when what is installed is what the lock file says. */
function missing(wanted) {
  const installed = readLock(join(modules, '.package-lock.json'));
  if (installed === undefined) return 'nothing is installed yet';
  const bad = wanted.find(([path, { version }]) => installed[path]?.version !== version);
  return bad === undefined ? undefined : `${bad[0].replace('node_modules/', '')} is not at ${bad[1].version}`;
}

function isNeeded({ dev, optional, devOptional, peer }) {
  return !optional && !devOptional && !peer && (withDev || !dev);
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
