import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs `npm ci` in `root` and resolves to its exit code. `packages` are the folders that it is to bring, which the progress is told
 * by; `node` is the version of the Node among them. npm's own words are shown only when it fails.
 */
export async function install({ root, packages, node, flags }) {
  const stopProgress = showProgress(packages.map((path) => join(root, path)));
  const npmNode = await nodeForNpm(root, node);
  const code = npmNode === undefined ? 1 : await runNpm(npmNode, ['ci', ...flags], root);
  stopProgress(code === 0);
  return code;
}

/**
 * The Node that npm runs on: this one, unless it is older than some package for this platform asks for. npm would leave that package
 * out without a word, so the newer Node comes first then, by itself. Undefined when it could not be had.
 */
async function nodeForNpm(root, version) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 9)) return process.execPath;
  const folder = join(root, '.waybill', 'node');
  mkdirSync(folder, { recursive: true });
  const code = await runNpm(process.execPath, ['install', '--no-save', `--prefix=${folder}`, `node@${version}`], root);
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  return code === 0 ? join(folder, 'node_modules', 'node', 'bin', name) : undefined;
}

function runNpm(node, args, cwd) {
  const npm = process.env.npm_execpath;
  const all = [...args, '--loglevel=error', '--no-audit', '--no-fund'];
  const [command, ...rest] = npm?.endsWith('js') ? [node, npm, ...all] : ['npm', ...all];
  const shell = command === 'npm' && process.platform === 'win32';
  const child = spawn(command, rest, { cwd, stdio: ['ignore', 'pipe', 'pipe'], shell });
  const words = [];
  child.stdout.on('data', (chunk) => words.push(chunk));
  child.stderr.on('data', (chunk) => words.push(chunk));
  return new Promise((resolve) => {
    const end = (code, error) => {
      if (code !== 0)
        process.stderr.write(
          `${error ?? Buffer.concat(words)}\nnpm ${args[0]} failed. Try it by hand: npm ci --loglevel=error\n`,
        );
      resolve(code ?? 1);
    };
    child.on('error', (error) => end(1, error.message));
    child.on('close', (code) => end(code));
  });
}

/** How many of the packages have arrived: one line rewritten on a terminal, one line every ten seconds elsewhere. */
function showProgress(folders) {
  const start = Date.now();
  const tty = process.stderr.isTTY === true;
  const seconds = () => Math.round((Date.now() - start) / 1000);
  // npm makes every folder first and fills it later.
  const arrived = () => folders.filter((folder) => existsSync(join(folder, 'package.json'))).length;
  const line = () => `  ${arrived()} of ${folders.length} packages, ${seconds()} s`;
  const timer = setInterval(() => process.stderr.write(tty ? `\r\x1b[K${line()}` : `${line()}\n`), tty ? 300 : 10_000);
  return (done) => {
    clearInterval(timer);
    if (done) process.stderr.write(`${tty ? '\r\x1b[K' : ''}  ${folders.length} packages in ${seconds()} s\n`);
  };
}
