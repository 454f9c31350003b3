import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Checkout, copyCheckout, ROOT } from './support/checkout.ts';
import { runChild } from './support/child.ts';
import { createClosers } from './support/closers.ts';
import { blocksIn, commandsIn, isRoute, readReadme, routesIn, withRoute } from './support/readme.ts';

const closers = createClosers();
afterAll(closers.closeAll);

const readme = await readReadme();

describe('the README', () => {
  it('has 150 lines at most, and nothing left to fill in', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
    expect(/@[A-Z]+@|\bTODO\b|\bTBD\b/.exec(readme)?.[0]).toBeUndefined();
  });

  it('links to files that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, link = '']) => link);
    const files = links.filter((link) => !/^[a-z]+:/.test(link));
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect(files.length).toBeGreaterThan(0);
  });

  it('maps folders that exist', () => {
    const cells = [...readme.matchAll(/^\| (`.+?) \|/gm)].map(([, cell = '']) => cell);
    const paths = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path));
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(paths.length).toBeGreaterThan(0);
  });

  it('tags its fenced blocks with what a test knows, or not at all', () => {
    const tags = new Set([...readme.matchAll(/^```(\w*)\n.*?^```$/gms)].map(([, tag]) => tag));
    expect([...tags].filter((tag) => !['', 'mermaid', 'sh', 'ts'].includes(tag ?? ''))).toEqual([]);
  });
});

/** How each kind of command is known to work: a script that is there, or another test that runs it. */
const CHECKS: readonly (readonly [RegExp, (...words: readonly string[]) => Promise<boolean>])[] = [
  [/^npm (start|test)$/, async (script = '') => Object.hasOwn(await scripts(), script)],
  [/^npm run ([\w:]+)$/, async (script = '') => Object.hasOwn(await scripts(), script)],
  [/^npm start -- (.+)$/, async (options = '') => areStartOptions(options)],
  // new-route.test.ts runs these.
  // deploy-page.test.ts compares docs/deploy.md, and real/terraform-facts.test.ts what Terraform says.
  [/^terraform -chdir=(\S+) (?:init|apply)$/, async (folder = '') => existsSync(join(ROOT, folder, 'main.tf'))],
  // serverless-package.test.ts packages it.
  [/^npx serverless deploy$/, async () => existsSync(join(ROOT, 'serverless.yml'))],
  [/^npx waybill /, async () => existsSync(join(ROOT, 'cli', 'waybill.mjs'))],
];

describe('the README’s commands', () => {
  it.each(commandsIn(readme))('%s', async (command) => {
    const found = CHECKS.flatMap(([shape, check]) => {
      const [, ...words] = shape.exec(command) ?? [];
      return shape.test(command) ? [check(...words)] : [];
    });
    expect(found).toHaveLength(1);
    expect(await Promise.all(found)).toEqual([true]);
  });
});

async function scripts(): Promise<object> {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }; // npm checks it
  return scripts;
}

async function areStartOptions(options: string): Promise<boolean> {
  const { stdout } = await runChild([join(ROOT, 'local', 'start.ts'), '--help'], { cwd: ROOT });
  return (options.match(/--\w+/g) ?? []).every((option) => new RegExp(`^ {2}${option} `, 'm').test(stdout));
}

describe('the README’s TypeScript', () => {
  let checkout: Checkout;
  const statements = blocksIn(readme, 'ts').flatMap(({ code }) => (isRoute(code) ? [] : [code]));

  beforeAll(async () => {
    checkout = closers.add(await copyCheckout());
    for (const code of routesIn(readme)) await checkout.edit('shared/routes.ts', (table) => withRoute(table, code));
    for (const [index, code] of statements.entries())
      await writeFile(join(checkout.root, `snippet-${index}.ts`), toModule(code));
    await writeFile(join(checkout.root, 'added-routes.ts'), ADDED_ROUTES);
    await writeFile(join(checkout.root, 'tsconfig.readme.json'), TSCONFIG);
  });

  const run = (...args: readonly string[]) => runChild(args, { cwd: checkout.root });

  it('has the types that it needs', async () => {
    const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    expect(await run(compiler, '-p', 'tsconfig.readme.json')).toMatchObject({ code: 0, stdout: '' });
  });

  it('has a route that takes a sample of its type', async () => {
    expect(await run('added-routes.ts')).toMatchObject({ code: 0, stdout: 'done\n'.repeat(routesIn(readme).length) });
  });

  it.each(statements)('runs: %s', async (code) => {
    const { code: exit, stdout } = await run(`snippet-${statements.indexOf(code)}.ts`);
    expect([exit, stdout]).toEqual([0, code.includes('outcome') ? 'done\n' : '']);
  });
});

/** A statement as a module of its own, that says the outcome where there is one. */
function toModule(code: string): string {
  const outcome = /\boutcome\b/.test(code) ? 'console.log(outcome?.kind);\n' : '';
  return `${code}\n${outcome}export {};\n`;
}

/** Sends every route that is in the copy's table and not in ours a sample of its first type. */
const ADDED_ROUTES = `
import { routes as ours } from '${ROOT}/shared/routes.ts';
import { isKnownType } from './local/samples/sample-for.ts';
import { toSampleEvent } from './local/samples/to-sample-event.ts';
import { testRoute } from './shared/delivery/test-route.ts';
import { routes } from './shared/routes.ts';

for (const route of routes.routes.filter(({ name }) => ours.routes.every((other) => other.name !== name))) {
  const type = route.on[0] ?? '';
  if (!isKnownType(type)) throw new Error('No sample of ' + type);
  const { outcome } = await testRoute(route, toSampleEvent(type));
  console.log(outcome?.kind);
}
`;

const TSCONFIG = JSON.stringify({
  extends: './tsconfig.json',
  compilerOptions: { noUnusedLocals: false },
  include: ['shared/routes.ts', 'snippet-*.ts'],
});
