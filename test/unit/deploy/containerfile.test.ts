import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ENTRY, ROOT, readDeployed } from './deploy-folder.ts';
import { copiedBy, imageTree } from './image-tree.ts';
import { moduleClosure } from './module-closure.ts';

const text = readDeployed('Containerfile');
/** The stage that becomes the image. */
const image = text.slice(text.lastIndexOf('\nFROM '));
const copied = copiedBy();
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

const isUnder = (file: string, folders: readonly string[]) =>
  folders.some((folder) => file === folder || file.startsWith(`${folder}/`));

describe('the Containerfile', () => {
  it('copies what is there', () => {
    expect(copiedBy(text).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(copied.length).toBeGreaterThan(1);
  });

  it('copies every file that the worker may import', () => {
    const { files } = moduleClosure(ROOT, ENTRY);
    expect(files.filter((file) => !isUnder(file, copied))).toEqual([]);
    expect(files.length).toBeGreaterThan(50);
  });

  it('installs every package that the worker may import, but those that only some need', () => {
    const known = { ...manifest.dependencies, ...manifest.peerDependencies };
    expect(moduleClosure(ROOT, ENTRY).packages.filter((name) => !Object.hasOwn(known, name))).toEqual([]);
  });

  it('lets into the build what it copies, and nothing else', () => {
    const lines = readDeployed('Containerfile.dockerignore').split('\n');
    const allowed = lines.flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    expect(lines).toContain('*');
    expect(copiedBy(text).filter((path) => !isUnder(path, allowed))).toEqual([]);
    expect(allowed.filter((path) => !copiedBy(text).includes(path))).toEqual([]);
  });

  it('is of the Node that the repository brings, at one version', () => {
    const versions = [...text.matchAll(/^FROM docker\.io\/library\/node:(\d+\.\d+\.\d+)-/gm)].map(([, found]) => found);
    expect(versions).toEqual([manifest.dependencies.node, manifest.dependencies.node]);
  });

  it('runs the worker’s own command, as nobody with a name, and is told to stop as npm run worker is', () => {
    expect(image).toContain(`CMD ${JSON.stringify(manifest.scripts.worker.split(' ')).replaceAll(',', ', ')}`);
    expect(image).toMatch(/^USER [1-9]\d+:[1-9]\d+$/m);
    expect(image).toContain('STOPSIGNAL SIGTERM');
    expect(image).toContain('/livez');
  });

  it('has a tree in which the worker starts, and says what is not set', () => {
    const folder = imageTree();
    try {
      const { status, stdout, stderr } = spawnSync(process.execPath, [ENTRY], {
        cwd: folder,
        env: { PATH: process.env.PATH },
        encoding: 'utf8',
        timeout: 20_000,
      });
      expect(stdout + stderr).toMatch(/\b[A-Z_]+ is not set: expected /);
      expect(status).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('copies no secrets and no leftovers of a laptop', () => {
    expect(copied.filter((path) => statSync(join(ROOT, path)).isDirectory()).sort()).toEqual([
      'functions/kafka',
      'shared',
    ]);
  });
});
