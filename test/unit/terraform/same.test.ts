import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compareModules } from '../../tooling/terraform/compare-modules.ts';
import { CLOUDS, folderOf } from '../../tooling/terraform/modules.ts';
import { readModule } from '../../tooling/terraform/read-module.ts';

describe('the modules of the clouds', () => {
  it('have the same variables and outputs where the meaning is the same', async () => {
    const modules = await Promise.all(CLOUDS.map((cloud) => readModule(folderOf(cloud), `terraform/${cloud}`)));

    expect(compareModules(modules)).toEqual([]);
  });

  it.each(CLOUDS)('have the same files: %s', (cloud) => {
    const files = ['README.md', 'main.tf', 'outputs.tf', 'variables.tf', 'versions.tf'];

    expect(files.filter((file) => !existsSync(join(folderOf(cloud), file)))).toEqual([]);
  });

  it.each(CLOUDS)('say in their README all that they take, give and make: %s', async (cloud) => {
    const { tops } = await readModule(folderOf(cloud), `terraform/${cloud}`);
    const text = readFileSync(join(folderOf(cloud), 'README.md'), 'utf8');
    const rows = new Set(Array.from(text.matchAll(/^\| \[?`?(?:data\.)?([\w.]+)/gm), ([, name]) => name));

    const named = tops.filter(({ kind }) => ['variable', 'output', 'resource', 'data'].includes(kind));

    expect(named.map(({ labels }) => labels.join('.')).filter((name) => !rows.has(name))).toEqual([]);
  });
});
