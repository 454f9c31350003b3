import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from '@jest/globals';
import { CLOUDS } from '../../local/laptop/cloud.ts';
import { type Checkout, copyCheckout, INFRASTRUCTURE } from './support/checkout.ts';
import { createClosers } from './support/closers.ts';
import { waybill } from './support/waybill.ts';

const closers = createClosers();
afterAll(closers.closeAll);

let checkout: Checkout;
beforeEach(async () => {
  checkout = closers.add(await copyCheckout(INFRASTRUCTURE));
});

const run = (...args: readonly string[]) => waybill(checkout.root, ['routes', ...args]);
const json = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await run(...args, '--json');
  return { code, stderr, document: JSON.parse(stdout) };
};

type Finding = {
  readonly level: string;
  readonly code: string;
  readonly cloud: string;
  readonly routes?: readonly string[];
};
const errorsIn = (findings: readonly Finding[]) => findings.filter(({ level }) => level !== 'note');

it('a route that needs a new trigger fails the check until it is compiled, on all three clouds', async () => {
  const RESIZE = / {2}route\(\{\n {4}name: 'resize',[\s\S]*?\n {2}\}\),\n/;
  const [resize = ''] = RESIZE.exec(await readFile(join(checkout.root, 'shared/routes.ts'), 'utf8')) ?? [];
  await checkout.edit('shared/routes.ts', (table) => table.replace(resize, ''));
  expect((await json('compile')).code).toBe(0);
  const without = await json('check');
  expect([without.code, errorsIn(without.document.findings)]).toEqual([0, []]);

  await checkout.edit('shared/routes.ts', (table) => table.replace(/\n\]\);\s*$/, `\n${resize}]);\n`));
  const stale = await json('check');
  expect([stale.code, stale.stderr]).toEqual([1, '']);
  const errors: readonly Finding[] = errorsIn(stale.document.findings);
  expect(errors.map(({ cloud, code, routes }) => [cloud, code, routes])).toEqual(
    CLOUDS.flatMap((cloud) => [
      [cloud, 'no-trigger', ['resize']],
      [cloud, 'stale', undefined],
    ]),
  );
  const { code, stderr, document } = await json('compile');
  expect([code, stderr]).toEqual([0, '']);
  expect(document.files.map(({ cloud, state, members }: Record<string, unknown>) => [cloud, state, members])).toEqual(
    CLOUDS.map((cloud) => [cloud, 'changed', expect.arrayContaining(['/triggers/uploads'])]),
  );
  const after = await json('check');
  expect([after.code, errorsIn(after.document.findings)]).toEqual([0, []]);
  expect((await run('compile')).stdout.match(/routes\.json +unchanged$/gm)).toHaveLength(3);
}, 90_000);

it('a resource that is taken away fails the check, with its file and line', async () => {
  await checkout.edit('terraform/gcp/events.tf', (text) => text.replace(/ {2}retry_policy \{[\s\S]*?\n {2}\}\n/, ''));
  const { code, stdout } = await run('check');
  expect(code).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    /error terraform\/gcp\/events\.tf:\d+, google_pubsub_subscription\.\w+: Route resize has no retry for uploads: expected retry_policy, got none\. /,
  );
}, 60_000);
