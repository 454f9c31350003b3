import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { DeployFinding } from '../../../cli/routes/deploy-finding.ts';
import { findFindings } from '../../../cli/routes/find-findings.ts';
import { findingsText } from '../../../cli/routes/findings-text.ts';
import { listText } from '../../../cli/routes/list-text.ts';
import { toListed } from '../../../cli/routes/to-listed.ts';
import { analyse } from '../../../shared/routing/analyse.ts';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes, type Table } from '../../../shared/routing/table.ts';
import { fail, ok } from '../../../shared/schemas/result.ts';
import { ROOT } from '../../e2e/support/checkout.ts';
import { runChild } from '../../e2e/support/child.ts';
import { startCommands } from './commands.ts';

const commands = startCommands();
afterAll(commands.close);

const handle = async () => {};
const base = { on: 'order.placed', schema: z.unknown(), handle };

const RESIZE = `resize   blob.uploaded
         where data.contentType: text that begins with "image/"
         and data.name: anything but text that begins with "thumbnails/"
         → blob.resized
`;

const SHIP = `ship     order.placed and inventory.reserved and payment.successful, unless
         inventory.rejected or payment.failed (a join by subject, within 24 h)
         → order.shipped, order.cancelled, stock.released, payment.refunded
`;

describe('waybill routes list', () => {
  it('lists what each route takes and emits and how well each cloud’s filters fit, within 80 columns', async () => {
    const { code, stdout, stderr } = await commands.run(['routes', 'list']);
    expect(await commands.run(['routes'])).toEqual({ code, stdout, stderr });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.startsWith(RESIZE)).toBe(true);
    expect(stdout).toContain(SHIP);
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
    for (const cloud of ['gcp', 'azure', 'aws'])
      expect(stdout).toMatch(new RegExp(`^ +[a-z, ]*\\b${cloud}\\b[a-z, ]*: .*events (exact|wider|none)`, 'm'));
    expect(stdout).toMatch(/^ +kafka: kafka none \[\d\]$/m);
    expect(stdout).toContain('A Kafka broker filters nothing');
  });

  it('prints one JSON document with --json', async () => {
    const { stdout } = await commands.run(['routes', '--json']);
    const { routes, clouds } = JSON.parse(stdout);
    expect(routes[0]).toMatchObject({
      ...{ route: 'resize', kind: 'route', on: ['blob.uploaded'], emits: ['blob.resized'], needs: ['blobs'] },
      where: [
        [
          'data.contentType: text that begins with "image/"',
          'data.name: anything but text that begins with "thumbnails/"',
        ],
      ],
      clouds: { gcp: { uploads: {} }, azure: { uploads: {} }, aws: { uploads: {} } },
    });
    expect(routes.at(-1).join).toMatchObject({ opens: 'order.placed', by: 'subject', within: 86_400_000 });
    expect(clouds.aws.triggers.uploads).toMatchObject({ fit: expect.any(String), routes: ['resize'] });
  });

  const list = (...targets: Parameters<typeof defineRoutes>[0]) => defineRoutes(targets);
  const needs = { all: [], byRoute: new Map() };

  it('shows alternatives and filters', () => {
    const where = { $or: Array.from({ length: 7 }, (_, index) => ({ data: { a: [index] } })) };
    const filters = [{ prefix: { source: '/shop' } }];
    expect(listText(toListed(list(route({ ...base, name: 'it', where, filters })), [], needs))).toBe(
      `it  order.placed
    where data.a: 0
    or data.a: 1
    or data.a: 2
    or data.a: 3
    or data.a: 4
    or one of 2 more alternatives
    filters source begins with "/shop"`,
    );
  });

  it('shows the topics of Kafka, and how events lie there', () => {
    const both = route({ ...base, name: 'it', emits: ['order.shipped'] });
    const topics = { orders: { types: ['order.placed', 'order.shipped'], mode: 'binary' } } as const;
    const listed = toListed(defineRoutes([both], { topics }), [], needs);
    expect(listed.topics).toEqual([{ topic: 'orders', ...topics.orders }]);
    expect(listText(listed)).toBe(`it  order.placed
    → order.shipped

topic orders (binary): order.placed, order.shipped`);
  });

  it('says a reason once, and why a cloud has no filters', () => {
    const why = 'The router still checks data.a.';
    const compiled = (fit: 'exact' | 'wider') => {
      const fitted = fit === 'exact' ? { fit } : { fit, why };
      return ok({
        ...{
          longestTimeoutSeconds: 20,
          ordered: false,
          joins: false,
          triggers: { events: { ...fitted, routes: ['it'] } },
        },
        routes: [{ route: 'it', on: ['order.placed'], triggers: { events: fitted } }],
      });
    };
    const clouds = [
      { cloud: 'gcp', compiled: compiled('wider') },
      { cloud: 'azure', compiled: compiled('wider') },
      { cloud: 'aws', compiled: fail({ code: 'too-large', message: 'Too large', expected: 'at most 5', got: '6' }) },
    ] as const;
    expect(listText(toListed(list(route({ ...base, name: 'it' })), clouds, needs))).toBe(
      `it  order.placed
    gcp, azure: events wider [1]

[1] ${why}
aws: Too large: expected at most 5, got 6`,
    );
  });

  it('takes neither --json and --mermaid together nor an option that it does not know', async () => {
    const { code, stderr } = await commands.run(['routes', 'list', '--json', '--mermaid']);
    expect([code, stderr]).toEqual([2, "error: option '--json' cannot be used with option '--mermaid'\n"]);
    expect((await commands.run(['routes', 'compile', '--jsno'])).code).toBe(2);
  });

  it.each(['list', 'compile', 'check'])('routes %s --help has examples and the exit codes', async (command) => {
    const { code, stdout } = await commands.run(['routes', command, '--help']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Exit code: 0[\s\S]*Examples:\n {2}waybill routes/)]);
  });
});

describe('waybill routes check', () => {
  it('is guessed from a typing mistake, which is wrong usage', async () => {
    const mistyped = await commands.run(['routes', 'chek']);
    expect(mistyped).toEqual({ code: 2, stdout: '', stderr: "error: unknown command 'chek'\n(Did you mean check?)\n" });
    const { code, stderr } = await commands.run(['routes', 'frobnicate']);
    const expected = '(expected one of list, compile, check, or none)';
    expect([code, stderr]).toEqual([2, `error: unknown command 'frobnicate'\n${expected}\n`]);
  });

  it('has only notes on our own table and our own infrastructure, and ends with 0', async () => {
    const { code, stdout } = await commands.run(['routes', 'check']);
    expect(stdout).toMatch(/^note {5}Route resize, emits: no route or join wants "blob\.resized"\n/);
    expect(stdout).toMatch(/\n\n5 routes: 5 notes\n$/);
    expect(code).toBe(0);
  });

  it('prints one JSON document with --json', async () => {
    const { stdout } = await commands.run(['routes', 'check', '--json']);
    const { findings } = JSON.parse(stdout);
    expect(findings[0]).toEqual({
      ...{ level: 'note', code: 'unwanted', route: 'resize', at: '/emits' },
      message: 'no route or join wants "blob.resized"',
    });
  });

  it('shows the worst first, and counts', () => {
    const bad = route({ ...base, name: 'never', where: { detail: { total: [5] } }, emits: ['lost'] });
    const targets = [bad, route({ ...base, name: 'one' }), route({ ...base, name: 'two' })];
    const deployed: DeployFinding = {
      ...{ level: 'error', code: 'no-retry', cloud: 'gcp', place: 'terraform/gcp/events.tf:7', resource: 'a.b' },
      ...{ message: 'Route one has no retry', fix: 'Add one' },
    };
    expect(findingsText([...analyse(targets), deployed], targets.length)).toBe(
      `error    Route never, where at /detail/total: it can never match: detail.total
         cannot be 5: no attribute has that name, which is of a to z and 0 to 9.
         An EventBridge event’s detail is data here
error    terraform/gcp/events.tf:7, a.b: Route one has no retry. Add one
warning  Route two: it runs the same handler under the same conditions as one:
         each "order.placed" is handled twice. Remove one of them
note     Route never, emits: no route or join wants "lost"

3 routes: 2 errors, 1 warning, 1 note`,
    );
    expect(findingsText([], 2)).toBe('2 routes: nothing found');
  });
});

describe('a table that does not load', () => {
  /** Makes the module of the table throw. */
  const hooks = `import { registerHooks } from 'node:module';
    registerHooks({ load: (url, context, next) => {
      if (url.endsWith('/shared/routes.ts')) throw new Error('Route a, on: wrong');
      return next(url, context);
    } });`;
  const broken = (...args: readonly string[]) => {
    const hook = `data:text/javascript,${encodeURIComponent(hooks)}`;
    return runChild(['--import', hook, join(ROOT, 'cli/main.ts'), ...args], { cwd: ROOT });
  };

  it('is one JSON document for routes check --json, and ends with 1', async () => {
    const { code, stdout, stderr } = await broken('routes', 'check', '--json');
    expect([code, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toEqual({
      findings: [{ level: 'error', code: 'does-not-load', message: 'Route a, on: wrong' }],
    });
  });

  it('is an error on stderr without --json', async () => {
    for (const command of ['list', 'compile', 'check'])
      expect(await broken('routes', command)).toEqual({ code: 1, stdout: '', stderr: 'Route a, on: wrong\n' });
  });

  it('keeps nobody from reading the help', async () => {
    expect(await broken('--help')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('the findings of a table that does not load', () => {
  const found = (load: () => Promise<Table>) => findFindings(load, async () => []);

  it('are its proven errors, each with its route and place', async () => {
    const bad = (name: string) => route({ ...base, name, where: { detail: { total: [5] } } });
    expect(await found(async () => defineRoutes([bad('one'), bad('two')]))).toMatchObject([
      { level: 'error', code: 'never-matches', route: 'one', at: '/where/detail/total' },
      { level: 'error', code: 'never-matches', route: 'two', at: '/where/detail/total' },
    ]);
  });

  it('are what was thrown, where no analysis came to it', async () => {
    const twice = route({ ...base, name: 'twice' });
    const message = 'Route twice, name: two routes have this name: expected names that differ';
    expect(await found(async () => defineRoutes([twice, twice]))).toEqual([
      { level: 'error', code: 'does-not-load', message },
    ]);
    expect(await found(() => Promise.reject('why'))).toMatchObject([{ code: 'does-not-load', message: 'why' }]);
  });
});
