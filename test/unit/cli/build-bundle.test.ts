import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { beforeFirstEvent } from '../../../cli/build/before-first-event.ts';
import { BUDGETS, checkCode, checkZip } from '../../../cli/build/budgets.ts';
import { bundle } from '../../../cli/build/bundle.ts';
import { onFirstUse } from '../../../cli/build/first-use.ts';
import { stampOf } from '../../../cli/build/manifest.ts';
import { createClosers } from '../../e2e/support/closers.ts';

const closers = createClosers();
afterEach(closers.closeAll);

async function writeTree(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'waybill-tree-')));
  closers.add({ close: () => rm(root, { recursive: true, force: true }) });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return root;
}

const SOURCE = {
  'functions/aws/index.ts': `import { now } from 'now-package';
    export const handler = async () => {
      const { hello, place } = await import('common-package');
      return [now, hello(), place];
    };`,
  'node_modules/now-package/package.json': '{ "name": "now-package", "type": "module", "main": "index.js" }',
  'node_modules/now-package/index.js': `export const now = 'now ${'-'.repeat(500)}';`,
  'node_modules/common-package/package.json': '{ "name": "common-package", "main": "index.js" }',
  'node_modules/common-package/index.js': `exports.hello = () => require('path').sep && 'hello';
    exports.place = typeof __dirname;`,
};

const ADAPTER = { name: 'aws', files: {}, env: {} } as const;

const build = async () => {
  const root = await writeTree(SOURCE);
  return { root, ...(await bundle(root, ADAPTER)) };
};

function textOf(files: ReadonlyMap<string, Uint8Array>): string {
  return [...files.values()].map((contents) => Buffer.from(contents).toString()).join('');
}

describe('the bundle of an adapter', () => {
  it('has what is imported dynamically in a chunk, with its names, as Node gives them', async () => {
    const { files } = await build();
    const folder = await writeTree({ 'package.json': '{ "type": "module" }' });
    for (const [name, contents] of files) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), contents);
    }
    const { handler } = await import(pathToFileURL(join(folder, 'index.js')).href);
    expect(await handler()).toEqual([expect.stringMatching(/^now -+$/), 'hello', 'string']);
    expect([...files.keys()].filter((name) => name.startsWith('chunks/')).length).toBeGreaterThan(0);
  });

  it('has an optional package where it is installed, and else leaves it to the line that says what is missing', async () => {
    const name = 'aws-msk-iam-sasl-signer-js';
    const sources = { 'functions/aws/index.ts': `export const handler = () => import('${name}');` };
    const without = await bundle(await writeTree(sources), ADAPTER);
    expect(textOf(without.files)).toContain(`import("${name}")`);
    const installed = {
      [`node_modules/${name}/package.json`]: `{ "name": "${name}", "main": "index.js" }`,
      [`node_modules/${name}/index.js`]: `exports.sign = () => 'signed';`,
    };
    const { files } = await bundle(await writeTree({ ...sources, ...installed }), ADAPTER);
    expect(textOf(files)).toContain('signed');
    expect(textOf(files)).not.toContain(`import("${name}")`);
  });

  it('is the same in another folder, and names none', async () => {
    const [one, other] = [await build(), await build()];
    expect(one.root).not.toBe(other.root);
    const stamps = ({ files }: typeof one) => [...files].map(([name, contents]) => [name, stampOf(contents)]);
    expect(stamps(one)).toEqual(stamps(other));
    for (const contents of one.files.values()) expect(Buffer.from(contents).toString()).not.toContain(one.root);
  });

  it('is weighed by what is loaded before the first event, and who imports it', async () => {
    const { files, metafile } = await build();
    const { bytes, imports } = beforeFirstEvent(metafile, () => 0);
    expect(imports[0]).toMatchObject({ name: 'now-package', from: 'functions/aws/index.ts' });
    expect(imports.map(({ name }) => name)).not.toContain('common-package');
    expect(bytes).toBeGreaterThanOrEqual(files.get('index.js')?.length ?? Number.NaN);
    expect(onFirstUse(metafile, () => 0)).toEqual([{ name: 'common-package', bytes: expect.any(Number) }]);
  });

  it('counts a package beside it that is imported statically', async () => {
    const root = await writeTree({
      'functions/aws/index.ts': `import sharp from 'sharp'; export const handler = sharp;`,
    });
    const { metafile } = await bundle(root, ADAPTER);
    const besideBytes = (name: string) => (name === 'sharp' ? 5_000_000 : 0);
    expect(beforeFirstEvent(metafile, besideBytes).imports[0]).toEqual({
      name: 'sharp',
      bytes: 5_000_000,
      from: 'functions/aws/index.ts',
    });
  });
});

describe('the budgets of a build', () => {
  const imports = [
    { name: 'left-pad', bytes: 150_000, from: 'shared/handlers/pad.ts' },
    { name: 'shared/routing', bytes: 60_000 },
  ];
  const files = {
    'index.js': { bytes: 210_000, sha256: '' },
    'node_modules/@img/x/x.so': { bytes: 31_000_000, sha256: '' },
  };

  it('say nothing of what is within them', () => {
    expect(() => checkCode('aws', { bytes: BUDGETS.code, imports })).not.toThrow();
    expect(() => checkZip('aws', { bytes: BUDGETS.zip, files })).not.toThrow();
  });

  it('name the limit of code before the first event, what weighs most, who imports it, and the fix', () => {
    expect(() => checkCode('aws', { bytes: 210_400, imports })).toThrow(
      "functions/aws/index.ts loads 210 KB of code before the first event: expected at most 200 KB. Most of it: left-pad 150 KB (imported by shared/handlers/pad.ts), shared/routing 60 KB. Import it in the function that uses it: await import('…')",
    );
  });

  it('name the limit of a zip, and what in it weighs most', () => {
    expect(() => checkZip('gcp', { bytes: 30_060_000, files })).toThrow(
      'gcp.zip has 30.1 MB: expected at most 30.0 MB. Most of it, before it is packed: @img/x 31.0 MB, index.js 0.2 MB. Leave it out, or import a part of it',
    );
  });
});
