import { describe, expect, it } from '@jest/globals';
import { closure, packageNameOf, packagePathOf } from '../../../cli/build/lock.ts';
import { packageFiles } from '../../../cli/build/package-json.ts';
import { isNeeded } from '../../../cli/build/read-package.ts';

const LOCK = {
  '': { version: '1.0.0' },
  'node_modules/app': {
    version: '1.0.0',
    dependencies: { tool: '^1.0.0', both: '1' },
    optionalDependencies: { 'for-linux': '1', 'for-mac': '1', 'for-musl': '1', 'not-locked': '1' },
  },
  'node_modules/tool': { version: '2.0.0' },
  'node_modules/both': { version: '1.0.0', dependencies: { app: '1', tool: '2' } },
  'node_modules/app/node_modules/tool': { version: '1.0.0' },
  'node_modules/for-linux': { version: '1.0.0', os: ['linux'], cpu: ['x64'], libc: ['glibc'] },
  'node_modules/for-mac': { version: '1.0.0', os: ['darwin'] },
  'node_modules/for-musl': { version: '1.0.0', os: ['linux'], libc: ['musl'] },
  'node_modules/torn': { version: '1.0.0', dependencies: { lost: '1' } },
};

describe('the packages that go into a zip', () => {
  it('are those that are needed on Linux x64 with glibc, each where Node finds it', () => {
    expect(closure(LOCK, ['app'])).toEqual([
      'node_modules/app',
      'node_modules/app/node_modules/tool',
      'node_modules/both',
      'node_modules/for-linux',
      'node_modules/tool',
    ]);
  });

  it('are not guessed where the lock file does not name them', () => {
    expect(() => closure(LOCK, ['torn'])).toThrow(
      'package-lock.json has no lost, which node_modules/torn needs: run npm install',
    );
  });

  it('are told apart by the last node_modules of a path', () => {
    expect(packageNameOf('node_modules/a/node_modules/@b/c/lib/index.js')).toBe('@b/c');
    expect(packagePathOf('names:node_modules/a/node_modules/b/index.js')).toBe('node_modules/a/node_modules/b');
    expect(packageNameOf('shared/routes.ts')).toBeUndefined();
  });

  it('are named in the zip version by version, so that a cloud that installs by itself gets the same', () => {
    const files = packageFiles('gcp', ['app', 'tool'], LOCK);
    const dependencies = { app: '1.0.0', tool: '2.0.0' };
    expect(JSON.parse(files['package.json'] ?? '')).toMatchObject({ type: 'module', main: 'index.js', dependencies });
    const { packages } = JSON.parse(files['package-lock.json'] ?? '');
    expect(packages['']).toMatchObject({ dependencies });
    const { '': _project, 'node_modules/torn': _torn, ...locked } = LOCK;
    expect(packages).toMatchObject(locked);
  });
});

describe('the files of a package that go into a zip', () => {
  it.each(['index.js', 'lib/a.cjs', 'lib/a.mjs', 'data.json', 'lib/x.node', 'x.wasm', 'lib/libvips-cpp.so.8.18.7'])(
    'are what runs: %s',
    (name) => expect(isNeeded(name)).toBe(true),
  );

  it.each(['LICENSE', 'LICENSE.md', 'license-mit', 'NOTICE', 'lib/COPYING', 'THIRD-PARTY-NOTICES'])(
    'are what its licence wants kept: %s',
    (name) => expect(isNeeded(name)).toBe(true),
  );

  it.each([
    'index.d.ts',
    'index.d.mts',
    'index.js.map',
    'README.md',
    'src/pipeline.cc',
    'test/a.js',
    'tsconfig.json',
    '.github/a.json',
  ])('are not: %s', (name) => expect(isNeeded(name)).toBe(false));
});
