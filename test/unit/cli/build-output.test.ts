import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ADAPTERS } from '../../../cli/build/adapters.ts';
import type { Built } from '../../../cli/build/build-adapter.ts';
import { measureColdStart } from '../../../cli/build/cold-start.ts';
import { findUncompiled } from '../../../cli/build/find-uncompiled.ts';
import { readLock } from '../../../cli/build/installed.ts';
import { stampOf } from '../../../cli/build/manifest.ts';
import { checkOutput, placeAdapter, stageAdapter, writeManifest } from '../../../cli/build/write-output.ts';
import { writeRoutes } from '../../../cli/routes/compile.ts';
import { routes } from '../../../shared/routes.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { ROOT } from '../../e2e/support/checkout.ts';

let out = '';
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'waybill-output-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

const adapter = ADAPTERS.find(({ name }) => name === 'aws') ?? ADAPTERS[0];

function built(code: string): Built {
  const files = new Map([
    ['index.js', Buffer.from(code)],
    ['package.json', Buffer.from('{ "type": "module" }')],
    ['THIRD-PARTY.txt', Buffer.from('none')],
  ]);
  const zip = Buffer.from(`zip of ${code}`);
  const manifest = { ...stampOf(zip), beforeFirstEvent: { bytes: 0, imports: [] }, onFirstUse: [], files: {} };
  if (adapter === undefined) throw new Error('no adapter for AWS');
  return { adapter, files, zip, manifest };
}

async function put(code: string): Promise<void> {
  await stageAdapter(out, built(code));
  await placeAdapter(out, built(code));
}

describe('the folder of a build', () => {
  it('replaces another build, and never a folder of something else', async () => {
    await put('1');
    expect(() => checkOutput(out, ['aws', 'gcp'])).not.toThrow();
    await put('2');
    expect(await readFile(join(out, 'aws/index.js'), 'utf8')).toBe('2');
    await mkdir(join(out, 'gcp'));
    await writeFile(join(out, 'gcp/main.tf'), '');
    expect(() => checkOutput(out, ['aws', 'gcp'])).toThrow(
      `${join(out, 'gcp')} is not of a build, and would be replaced: expected nothing there, or a folder with THIRD-PARTY.txt. Name another folder with --out, or delete it`,
    );
  });

  it('is as it was until what comes in its place has been seen to load', async () => {
    await put('1');
    const { adapter: aws, ...rest } = built(`import 'node:fs';\nthrow new TypeError('nothing here');`);
    const folder = await stageAdapter(out, { adapter: aws, ...rest });
    await expect(measureColdStart(folder, aws)).rejects.toThrow(
      `${folder}/index.js does not load: expected it to need nothing but what lies beside it, got TypeError: nothing here. A file that a module reads is not in the bundle`,
    );
    expect(await readFile(join(out, 'aws/index.js'), 'utf8')).toBe('1');
    expect(await readFile(join(out, 'aws.zip'), 'utf8')).toBe('zip of 1');
  });

  it('has a manifest that keeps what it says of other zips, and is made anew where it cannot be read', async () => {
    const { manifest } = built('1');
    const report = { name: 'aws', zip: '', ...manifest, coldStart: { ms: 0, nodeMs: 0, runs: 0 } };
    const file = join(out, 'manifest.json');
    for (const [before, after] of [
      ['{ "gcp": {} }', { aws: manifest, gcp: {} }],
      ['{ "gcp"', { aws: manifest }],
    ] as const) {
      await writeFile(file, before);
      await writeManifest(out, [report]);
      expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(after);
    }
  });
});

describe('what a build is made of', () => {
  it('is a lock file that can be read', async () => {
    const file = join(out, 'package-lock.json');
    await writeFile(file, '{ "packages"');
    expect(() => readLock(file)).toThrow(new RegExp(`^${file} is no lock file of npm: .*\\. Run npm install$`));
  });

  it('is a table whose routes.json are compiled, where there are any', async () => {
    const project = { table: routes, file: join(ROOT, 'shared/routes.ts'), root: out };
    expect(await findUncompiled(project)).toEqual([]);
    await writeRoutes(defineRoutes(routes.routes.filter(({ name }) => name !== 'resize')), out);
    expect(await findUncompiled(project, 'gcp')).toEqual([
      expect.stringMatching(/^terraform\/gcp\/routes\.json: nothing triggers route resize from uploads: .*`$/),
      expect.stringMatching(/^terraform\/gcp\/routes\.json: it is not what the routes compile to: .*`$/),
    ]);
    await writeRoutes(routes, out);
    expect(await findUncompiled(project)).toEqual([]);
  });
});
