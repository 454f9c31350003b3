#!/usr/bin/env node
/**
 * Makes a fresh clone ready, on any Node from 18: `npm ci` when something is missing or out of date, with progress. Everything else
 * runs on the Node 24 that this brings into node_modules/.bin. It may import nothing that has to be installed first.
 *
 * node cli/setup.mjs          what running needs
 * node cli/setup.mjs --dev    what tests and checks need too
 * node cli/setup.mjs --link   only the `waybill` command (npm runs this after an install)
 */
import { spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const withDev = process.argv.includes('--dev');

if (process.argv.includes('--link')) link();
else await setUp();

async function setUp() {
  const reason = missing();
  if (reason === undefined) return link();
  const code = await install(reason);
  if (code !== 0) process.exit(code);
  const still = missing();
  if (still !== undefined) fail(`npm ci ended well, and yet ${still}.`);
  link();
}

/** Why an install is needed; undefined when what is installed is what the lock file says. */
function missing() {
  const wanted = Object.entries(readLock(join(root, 'package-lock.json')) ?? {}).filter(
    ([path, entry]) => path !== '' && isNeeded(entry),
  );
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

/** Runs npm ci and resolves to its exit code; npm's own words are shown only when it fails. */
async function install(reason) {
  process.stderr.write(`Setting up: ${reason}. This happens once and takes a minute or so.\n`);
  const node = await nodeForNpm();
  const stopProgress = showProgress();
  const code = await runNpm(node, ['ci', ...(withDev ? [] : ['--omit=dev'])]);
  stopProgress(code === 0);
  return code;
}

/**
 * The Node that npm runs on: this one, unless it is older than some package for this platform asks for. npm would leave that package
 * out without a word, so Node 24 comes first then, by itself.
 */
async function nodeForNpm() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 9)) return process.execPath;
  const { version } = readLock(join(root, 'package-lock.json'))['node_modules/node'];
  const folder = join(root, '.waybill', 'node');
  mkdirSync(folder, { recursive: true });
  const code = await runNpm(process.execPath, ['install', '--no-save', `--prefix=${folder}`, `node@${version}`]);
  if (code !== 0) process.exit(code);
  return join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

function runNpm(node, args) {
  const npm = process.env.npm_execpath;
  const all = [...args, '--loglevel=error', '--no-audit', '--no-fund'];
  const [command, ...rest] = npm?.endsWith('js') ? [node, npm, ...all] : ['npm', ...all];
  const shell = command === 'npm' && process.platform === 'win32';
  const child = spawn(command, rest, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell });
  const words = [];
  child.stdout.on('data', (chunk) => words.push(chunk));
  child.stderr.on('data', (chunk) => words.push(chunk));
  return new Promise((resolve) => {
    const end = (code, error) => {
      if (code !== 0)
        process.stderr.write(`${error ?? Buffer.concat(words)}\nnpm ${args[0]} failed. Try it by hand: npm ci\n`);
      resolve(code ?? 1);
    };
    child.on('error', (error) => end(1, error.message));
    child.on('close', (code) => end(code));
  });
}

/** Packages that have arrived, of those that are wanted: one line rewritten on a terminal, one line every ten seconds elsewhere. */
function showProgress() {
  const total = Object.entries(readLock(join(root, 'package-lock.json')) ?? {}).filter(
    ([path, entry]) => isTop(path) && isNeeded(entry),
  ).length;
  const start = Date.now();
  const tty = process.stderr.isTTY === true;
  const line = () => `  ${Math.min(count(), total)} of ${total} packages, ${Math.round((Date.now() - start) / 1000)} s`;
  const timer = setInterval(() => process.stderr.write(tty ? `\r\x1b[K${line()}` : `${line()}\n`), tty ? 300 : 10_000);
  return (done) => {
    clearInterval(timer);
    if (done)
      process.stderr.write(
        `${tty ? '\r\x1b[K' : ''}  ${total} packages in ${Math.round((Date.now() - start) / 1000)} s\n`,
      );
  };
}

function isTop(path) {
  return /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path);
}

/** npm makes every folder first and fills it later: a package has arrived with its package.json. */
function count() {
  if (!existsSync(modules)) return 0;
  const names = readdirSync(modules).filter((name) => !name.startsWith('.'));
  const folders = names.flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => join(name, inner)) : [name],
  );
  return folders.filter((folder) => existsSync(join(modules, folder, 'package.json'))).length;
}

/** Puts this package's own command where npx looks first, as npm does for a dependency's. */
function link() {
  const bin = join(modules, '.bin');
  if (!existsSync(modules)) return;
  mkdirSync(bin, { recursive: true });
  if (process.platform === 'win32') {
    writeFileSync(join(bin, 'waybill.cmd'), '@node "%~dp0\\..\\..\\cli\\waybill.mjs" %*\r\n');
    return;
  }
  const path = join(bin, 'waybill');
  const target = join('..', '..', 'cli', 'waybill.mjs');
  // Left alone when it is right: another process may be about to run it.
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() && readlinkSync(path) === target) return;
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
