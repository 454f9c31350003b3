import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { toText } from '../../../cli/routes/check.ts';
import { findFindings } from '../../../cli/routes/find-findings.ts';
import { inShort } from '../../../cli/routes/in-short.ts';
import { listText } from '../../../cli/routes/list-text.ts';
import { analyse } from '../../../shared/routing/analyse.ts';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { ROOT } from '../../e2e/support/checkout.ts';
import { runChild } from '../../e2e/support/child.ts';
import { waybill } from '../../e2e/support/waybill.ts';

const handle = async () => {};
const base = { on: 'order.placed', schema: z.unknown(), handle };

const LIST = `resize   blob.uploaded
         where data.contentType: text that begins with "image/"
         and data.name: anything but text that begins with "thumbnails/"
         → blob.resized
confirm  order.placed
reserve  order.placed
         → inventory.reserved, inventory.rejected
charge   order.placed
         → payment.successful, payment.failed
ship     order.placed and inventory.reserved and payment.successful, unless
         inventory.rejected or payment.failed (a join by subject, within 24 h)
         → order.shipped, order.cancelled, stock.released, payment.refunded
`;

describe('waybill routes', () => {
  it('lists what each route takes and emits, within 80 columns', async () => {
    expect(await waybill(ROOT, ['routes'])).toEqual({ code: 0, stdout: LIST, stderr: '' });
    expect(LIST.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('prints one JSON document with --json', async () => {
    const { stdout } = await waybill(ROOT, ['routes', '--json']);
    const { routes } = JSON.parse(stdout);
    expect(routes[0]).toEqual({
      ...{ route: 'resize', kind: 'route', on: ['blob.uploaded'], emits: ['blob.resized'] },
      where: [
        [
          'data.contentType: text that begins with "image/"',
          'data.name: anything but text that begins with "thumbnails/"',
        ],
      ],
    });
    expect(routes.at(-1).join).toMatchObject({ opens: 'order.placed', by: 'subject', within: 86_400_000 });
  });

  it('shows alternatives and filters', () => {
    const where = { $or: Array.from({ length: 7 }, (_, index) => ({ data: { a: [index] } })) };
    const filters = [{ prefix: { source: '/shop' } }];
    expect(listText([inShort(route({ ...base, name: 'it', where, filters }))])).toBe(
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
});

describe('waybill routes check', () => {
  it('is guessed from a typing mistake, which is wrong usage', async () => {
    const mistyped = await waybill(ROOT, ['routes', 'chek']);
    expect(mistyped).toEqual({ code: 2, stdout: '', stderr: "error: unknown command 'chek'\n(Did you mean check?)\n" });
    const { code, stderr } = await waybill(ROOT, ['routes', 'frobnicate']);
    expect([code, stderr]).toEqual([2, "error: unknown command 'frobnicate'\n(expected check, or none)\n"]);
  });

  it('has only notes on our own table, and ends with 0', async () => {
    const { code, stdout } = await waybill(ROOT, ['routes', 'check']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^note {5}Route resize, emits: no route or join wants "blob\.resized"\n/);
    expect(stdout).toMatch(/\n\n5 routes: 5 notes\n$/);
  });

  it('prints one JSON document with --json', async () => {
    const { stdout } = await waybill(ROOT, ['routes', 'check', '--json']);
    const { findings } = JSON.parse(stdout);
    expect(findings[0]).toEqual({
      ...{ level: 'note', code: 'unwanted', route: 'resize', at: '/emits' },
      message: 'no route or join wants "blob.resized"',
    });
  });

  it('shows the worst first, and counts', () => {
    const bad = route({ ...base, name: 'never', where: { detail: { total: [5] } }, emits: ['lost'] });
    const targets = [bad, route({ ...base, name: 'one' }), route({ ...base, name: 'two' })];
    expect(toText(analyse(targets), targets.length)).toBe(
      `error    Route never, where at /detail/total: it can never match: detail.total
         cannot be 5: no attribute has that name, which is of a to z and 0 to 9.
         An EventBridge event’s detail is data here
warning  Route two: it runs the same handler under the same conditions as one:
         each "order.placed" is handled twice. Remove one of them
note     Route never, emits: no route or join wants "lost"

3 routes: 1 error, 1 warning, 1 note`,
    );
    expect(toText([], 2)).toBe('2 routes: nothing found');
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
    expect(await broken('routes', 'check')).toEqual({ code: 1, stdout: '', stderr: 'Route a, on: wrong\n' });
  });

  it('keeps nobody from reading the help', async () => {
    expect(await broken('--help')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('the findings of a table that does not load', () => {
  it('are its proven errors, each with its route and place', async () => {
    const bad = (name: string) => route({ ...base, name, where: { detail: { total: [5] } } });
    const found = await findFindings(async () => defineRoutes([bad('one'), bad('two')]));
    expect(found).toMatchObject([
      { level: 'error', code: 'never-matches', route: 'one', at: '/where/detail/total' },
      { level: 'error', code: 'never-matches', route: 'two', at: '/where/detail/total' },
    ]);
  });

  it('are what was thrown, where no analysis came to it', async () => {
    const twice = route({ ...base, name: 'twice' });
    const message = 'Route twice, name: two routes have this name: expected names that differ';
    const found = await findFindings(async () => defineRoutes([twice, twice]));
    expect(found).toEqual([{ level: 'error', code: 'does-not-load', message }]);
    expect(await findFindings(() => Promise.reject('why'))).toMatchObject([{ code: 'does-not-load', message: 'why' }]);
  });
});
