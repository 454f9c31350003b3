import { cp, mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ROOT } from './support/checkout.ts';
import { runChild } from './support/child.ts';
import { createClosers } from './support/closers.ts';

const closers = createClosers();
afterEach(closers.closeAll);

/** Keeps what it was called with, and installs nothing. */
const NPM = `require('node:fs').writeFileSync('called-with', process.argv.slice(2).join(' '));`;

/** Keeps each call, told apart by the Node that runs it, and installs a Node when asked for one. */
const OLD_NODE_NPM = `
const { appendFileSync, mkdirSync, symlinkSync } = require('node:fs');
const args = process.argv.slice(2);
const folder = args.find((arg) => arg.startsWith('--prefix='))?.slice('--prefix='.length);
appendFileSync('called-with', (folder ? '' : process.argv0 + ' ') + args.join(' ') + '\\n');
if (folder) {
  mkdirSync(folder + '/node_modules/node/bin', { recursive: true });
  symlinkSync(process.execPath, folder + '/node_modules/node/bin/node');
}`;

/** A clone with nothing installed, and an npm that says what it was asked for. */
async function createClone(npm = NPM) {
  const root = await mkdtemp(join(tmpdir(), 'waybill-clone-'));
  closers.add({ close: () => rm(root, { recursive: true, force: true }) });
  await mkdir(join(root, 'cli'));
  for (const file of [
    'cli/setup.mjs',
    'cli/install.mjs',
    'cli/link.mjs',
    'cli/waybill.mjs',
    'package.json',
    'package-lock.json',
  ])
    await cp(join(ROOT, file), join(root, file));
  await writeFile(join(root, 'npm.cjs'), npm);
  const setUp = (...args: readonly string[]) =>
    runChild(['cli/setup.mjs', ...args], { cwd: root, env: { npm_execpath: join(root, 'npm.cjs') } });
  return { root, setUp, calledWith: () => readFile(join(root, 'called-with'), 'utf8').catch(() => 'not called') };
}

type Lock = { packages: Record<string, { version?: string }> };

/** Tells that all is there, as npm does; `change` makes it something else. */
async function installInto(root: string, change = (_: Lock) => {}): Promise<void> {
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as Lock; // npm wrote it
  change(lock);
  await mkdir(join(root, 'node_modules'));
  await writeFile(join(root, 'node_modules', '.package-lock.json'), JSON.stringify(lock));
}

const linked = (root: string) => readlink(join(root, 'node_modules', '.bin', 'waybill'));

describe('node cli/setup.mjs', () => {
  it('asks npm for nothing when everything is there, and links the waybill command', async () => {
    const { root, setUp, calledWith } = await createClone();
    await installInto(root);
    for (const args of [[], ['--dev']]) expect(await setUp(...args)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await calledWith()).toBe('not called');
    expect(await linked(root)).toBe(join('..', '..', 'cli', 'waybill.mjs'));
  });

  it('only links with --link', async () => {
    const { root, setUp, calledWith } = await createClone();
    await mkdir(join(root, 'node_modules'));
    expect(await setUp('--link')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect([await calledWith(), await linked(root)]).toEqual(['not called', join('..', '..', 'cli', 'waybill.mjs')]);
  });

  it.each([
    { args: [], flags: 'ci --omit=dev --loglevel=error --no-audit --no-fund' },
    { args: ['--dev'], flags: 'ci --loglevel=error --no-audit --no-fund' },
  ])('runs npm $flags in a fresh clone with $args, and says when that brought nothing', async ({ args, flags }) => {
    const { setUp, calledWith } = await createClone();
    const { code, stdout, stderr } = await setUp(...args);
    expect([code, stdout, await calledWith()]).toEqual([1, '', flags]);
    expect(stderr).toMatch(/^Setting up: nothing is installed yet\. This happens once/);
    expect(stderr).toMatch(/\nnpm ci ended well, and yet nothing is installed yet\.\n$/);
  });

  it('brings Node 24 first where the machine’s own is too old for a package, and runs npm on that', async () => {
    const { root, calledWith } = await createClone(OLD_NODE_NPM);
    const env = { npm_execpath: join(root, 'npm.cjs') };
    const old = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '18.20.0' } })`;
    await runChild(['--import', old, 'cli/setup.mjs'], { cwd: root, env });
    const [first, second] = (await calledWith()).split('\n');
    expect(first).toMatch(/^install --no-save --prefix=.*node node@24\.\d+\.\d+ /);
    expect(second).toMatch(/^.*\.waybill.*node ci /);
  });

  it('runs npm when a package is not at the version of the lock file, and names it', async () => {
    const { root, setUp, calledWith } = await createClone();
    await installInto(root, ({ packages }) => {
      packages['node_modules/sharp'] = { version: '0.0.1' };
    });
    expect((await setUp()).stderr).toMatch(/^Setting up: sharp is not at \d+\.\d+\.\d+\./);
    expect(await calledWith()).toMatch(/^ci /);
  });

  it('needs the packages for tests with --dev alone', async () => {
    const { root, setUp, calledWith } = await createClone();
    await installInto(root, ({ packages }) => {
      delete packages['node_modules/jest'];
    });
    expect(await setUp()).toMatchObject({ code: 0 });
    expect(await calledWith()).toBe('not called');
    expect((await setUp('--dev')).stderr).toMatch(/^Setting up: jest is not at/);
  });

  it('shows what npm said when npm fails, and how to go on', async () => {
    const { setUp } = await createClone(`console.error('npm error code E404'); process.exit(7);`);
    const { code, stdout, stderr } = await setUp();
    expect([code, stdout]).toEqual([7, '']);
    expect(stderr).toMatch(/npm error code E404\n\nnpm ci failed\. Try it by hand: npm ci --loglevel=error\n$/);
  });
});
