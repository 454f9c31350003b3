import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
const page = readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8');
const read = (cloud: string, file: string) => readFileSync(join(ROOT, 'terraform', cloud, file), 'utf8');

/** Each line of the page that runs Terraform in a module’s folder. */
const commands = page.split('\n').flatMap((line) => {
  const cloud = /terraform -chdir=terraform\/(gcp|azure|aws)\b/.exec(line)?.[1];
  return cloud === undefined ? [] : [{ cloud, line }];
});

describe('docs/deploy.md', () => {
  it('runs every module', () => {
    expect([...new Set(commands.map(({ cloud }) => cloud))].sort()).toEqual(['aws', 'azure', 'gcp']);
  });

  it.each(commands.filter(({ line }) => line.includes('-var')))(
    'gives $cloud only variables that it has: $line',
    ({ cloud, line }) => {
      const variables = read(cloud, 'variables.tf');
      for (const [, name] of line.matchAll(/-var '?([a-z_]+)=/g)) expect(variables).toContain(`variable "${name}" {`);
    },
  );

  it.each(commands.filter(({ line }) => line.includes('output -raw')))(
    'reads only outputs that $cloud has: $line',
    ({ cloud, line }) => {
      const outputs = read(cloud, 'outputs.tf');
      for (const [, name] of line.matchAll(/output -raw ([a-z_]+)/g)) expect(outputs).toContain(`output "${name}" {`);
    },
  );

  it('gives every variable of a module that has no default', () => {
    for (const cloud of ['gcp', 'azure', 'aws']) {
      const needed = read(cloud, 'variables.tf')
        .split(/^variable /m)
        .slice(1)
        .filter((text) => !/^ {2}default\s/m.test(text));
      const applies = commands.filter((command) => command.cloud === cloud && / apply .*-var/.test(command.line));
      expect(applies.length).toBeGreaterThan(0);
      for (const name of needed.map((text) => /^"([a-z_]+)"/.exec(text)?.[1]))
        for (const { line } of applies) if (!line.includes('…')) expect(line).toContain(`-var ${name}=`);
    }
  });

  it('names the resources as they are called', () => {
    const addresses = [...page.matchAll(/'(google_[a-z_]+)\.([a-z_]+)\["events"\]'/g)];
    expect(addresses.length).toBe(2);
    for (const [, type, name] of addresses)
      expect(read('gcp', 'events.tf') + read('gcp', 'access.tf') + read('gcp', 'dead-letters.tf')).toContain(
        `resource "${type}" "${name}"`,
      );
  });

  it('links only to what is there', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target);
    expect(links.filter((target) => !existsSync(join(ROOT, 'docs', target)))).toEqual([]);
  });
});
