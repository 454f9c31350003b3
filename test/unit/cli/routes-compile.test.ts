import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { changedMembers } from '../../../cli/routes/changed-members.ts';
import { writeRoutes } from '../../../cli/routes/compile.ts';
import { compileTable } from '../../../cli/routes/compile-table.ts';
import { compileText } from '../../../cli/routes/compile-text.ts';
import { describeDeployFinding } from '../../../cli/routes/deploy-finding.ts';
import { findLosses } from '../../../cli/routes/find-losses.ts';
import { routes as own } from '../../../shared/routes.ts';
import { defineRoutes, type Table } from '../../../shared/routing/table.ts';
import { fail } from '../../../shared/schemas/result.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'waybill-compile-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const some = (...names: readonly string[]) => defineRoutes(own.routes.filter(({ name }) => names.includes(name)));
const pathOf = (cloud: string) => join(root, 'terraform', cloud, 'routes.json');
const states = async (table: Table) => (await writeRoutes(table, root)).files.map(({ state }) => state);

describe('the files that are compiled', () => {
  it('are one for each cloud, new at first and then unchanged', async () => {
    const { files, findings } = await writeRoutes(own, root);
    expect(findings).toEqual([]);
    expect(files.map(({ cloud, path, state }) => [cloud, path, state])).toEqual(
      ['gcp', 'azure', 'aws'].map((cloud) => [cloud, `terraform/${cloud}/routes.json`, 'new']),
    );
    expect(await states(own)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  });

  it('are indented JSON that ends with a line break, its members in one order', async () => {
    await writeRoutes(own, root);
    for (const cloud of ['gcp', 'azure', 'aws']) {
      const text = await readFile(pathOf(cloud), 'utf8');
      const document = JSON.parse(text);
      expect(text).toBe(`${JSON.stringify(document, null, 2)}\n`);
      expect(Object.keys(document).filter((name) => name !== 'eventarc')).toEqual([
        'comment',
        'longestTimeoutSeconds',
        'ordered',
        'needs',
        'joins',
        'triggers',
        'routes',
      ]);
      expect(document).toMatchObject({ longestTimeoutSeconds: 20, needs: ['blobs', 'mail', 'payments'], joins: true });
      expect(await readdir(join(root, 'terraform', cloud))).toEqual(['routes.json']);
    }
  });

  it('say which members are others, and have no trigger for what no route takes', async () => {
    await writeRoutes(own, root);
    const { files } = await writeRoutes(some('charge'), root);
    expect(files.map(({ state }) => state)).toEqual(['changed', 'changed', 'changed']);
    for (const { members, triggers } of files) {
      expect(members).toEqual(expect.arrayContaining(['/needs', '/joins', '/triggers/uploads', '/routes']));
      expect(triggers.uploads).toBeNull();
    }
  });

  it('are mended where what is there is no JSON', async () => {
    await writeRoutes(own, root);
    await writeFile(pathOf('azure'), '<<<<<<< HEAD');
    expect(await states(own)).toEqual(['unchanged', 'changed', 'unchanged']);
    expect(await states(own)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  });

  it('are none where one cloud cannot take the table', async () => {
    const error = {
      code: 'too-large',
      message: 'Route resize, where: too many.',
      at: '/data',
      expected: '5',
      got: '6',
    };
    const compile = async (table: Table) => [
      ...(await compileTable(table)).filter(({ cloud }) => cloud !== 'aws'),
      { cloud: 'aws', compiled: fail(error) } as const,
    ];
    const { files, findings } = await writeRoutes(own, root, compile);
    expect([files, await readdir(root)]).toEqual([[], []]);
    expect(findings.map(describeDeployFinding)).toEqual([
      'shared/routes.ts: aws: Route resize, where: too many at /data: expected 5, got 6. Ask for less in the route’s where and filters',
    ]);
  });
});

describe('what compiling says', () => {
  it('is each file with its sources, how well their filters fit, and why', async () => {
    const { files } = await writeRoutes(own, root);
    const text = compileText(files);
    expect(text).toMatch(/^terraform\/gcp\/routes\.json {4}new\n {2}uploads {2}(exact|wider|none)/);
    expect(text.split('\n').every((line) => line.length <= 80)).toBe(true);
    const [gcp] = (await writeRoutes(some('charge'), root)).files;
    expect(compileText(gcp === undefined ? [] : [gcp])).toContain(
      '  uploads  no trigger: no route takes what it brings\n',
    );
  });

  it('is a warning where Terraform would replace a Pub/Sub subscription, and how not to lose what waits there', () => {
    const text = (filter: string) => JSON.stringify({ triggers: { uploads: null, events: { filter } } });
    const file = { cloud: 'gcp', written: JSON.parse(text('a')), text: text('b') } as const;
    expect(findLosses(file)).toEqual([
      expect.stringMatching(
        /^Pub\/Sub cannot change a filter, .*: Terraform replaces the subscription of events, .*docs\/deploy\.md$/,
      ),
    ]);
    expect(findLosses({ ...file, cloud: 'azure' })).toEqual([]);
    expect(findLosses({ ...file, text: text('a') })).toEqual([]);
    const ordered = { ...file.written, ordered: true };
    expect(findLosses({ ...file, written: ordered, text: text('a') })).toHaveLength(1);
  });

  it('is a warning where what brings a source’s events would be deleted, and none where it is made', () => {
    const [none, some] = [{ triggers: { uploads: null } }, { triggers: { uploads: {} } }];
    expect(findLosses({ cloud: 'aws', written: some, text: JSON.stringify(none) })).toEqual([
      expect.stringMatching(/^No route takes what uploads brings any more: /),
    ]);
    expect(findLosses({ cloud: 'aws', written: none, text: JSON.stringify(some) })).toEqual([]);
    expect(findLosses({ cloud: 'aws', written: undefined, text: JSON.stringify(none) })).toEqual([]);
  });
});

describe('the members that differ', () => {
  it('are the innermost of objects, an array as one, and whatever is there on one side alone', () => {
    const before = { a: { b: 1, c: [1, 2], d: null }, e: 1 };
    expect(changedMembers(before, { a: { b: 2, c: [2], d: {} }, 'f/g': 1 })).toEqual([
      '/a/b',
      '/a/c',
      '/a/d',
      '/e',
      '/f~1g',
    ]);
    expect(changedMembers(before, structuredClone(before))).toEqual([]);
    expect(changedMembers(undefined, {})).toEqual(['']);
  });
});
