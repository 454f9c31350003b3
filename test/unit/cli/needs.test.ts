import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { findNeeds } from '../../../cli/routes/needs.ts';
import { withoutComments } from '../../../cli/routes/without-comments.ts';
import { resizeTo } from '../../../shared/handlers/resize-image.ts';
import { routes } from '../../../shared/routes.ts';
import { route } from '../../../shared/routing/route.ts';
import { ROOT } from '../../e2e/support/checkout.ts';

const TABLE = join(ROOT, 'shared', 'routes.ts');

describe('what the handlers of our own table need', () => {
  it('is found in their modules and in what these import', async () => {
    const { all, byRoute } = await findNeeds(routes, TABLE);
    expect(all).toEqual(['blobs', 'mail', 'payments']);
    expect(Object.fromEntries(byRoute)).toEqual({
      ...{ resize: ['blobs'], confirm: ['mail'], reserve: [], charge: ['payments'] },
      // What closes the join gives the money back.
      ship: ['mail', 'payments'],
    });
  });

  it('is sorted, and no more than the routes there are need', async () => {
    const some = routes.routes.filter(({ name }) => name === 'charge' || name === 'resize');
    expect((await findNeeds({ routes: some.toReversed() }, TABLE)).all).toEqual(['blobs', 'payments']);
    expect((await findNeeds({ routes: [] }, TABLE)).all).toEqual([]);
  });

  it('is everything for a handler that the table’s module does not import', async () => {
    const base = { on: 'order.placed', schema: z.unknown() };
    const inline = route({ ...base, name: 'inline', handle: async () => {} });
    const made = route({ ...base, name: 'made', handle: resizeTo([100]) as () => Promise<void> }); // of other data
    const { byRoute } = await findNeeds({ routes: [inline, made] }, TABLE);
    expect([...byRoute.values()]).toEqual([
      ['blobs', 'mail', 'payments'],
      ['blobs', 'mail', 'payments'],
    ]);
  });
});

describe('a handler', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'waybill-needs-')));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** The ports of a handler `handle` in handler.ts, with other modules beside it. */
  const needsOf = async (name: string, handler: string, others: Readonly<Record<string, string>> = {}) => {
    const files = { [`${name}.ts`]: handler, 'table.ts': `import { handle } from './${name}.ts';`, ...others };
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
    const { handle } = await import(pathToFileURL(join(folder, `${name}.ts`)).href);
    const one = route({ name: 'one', on: 'order.placed', schema: z.unknown(), handle });
    return (await findNeeds({ routes: [one] }, join(folder, 'table.ts'))).all;
  };

  it('needs what it names, as a member, in a pattern or as text', async () => {
    expect(await needsOf('member', 'export const handle = async (_, ctx) => ctx.mail.send();')).toEqual(['mail']);
    expect(await needsOf('pattern', 'export const handle = async (_, { blobs: b }) => b.head();')).toEqual(['blobs']);
    expect(await needsOf('text', "export const handle = async (_, ctx) => ctx['payments'].refund();")).toEqual([
      'payments',
    ]);
  });

  it('does not need what it only mentions in a comment or in the path of an import', async () => {
    const handler = `import { help } from './mail.ts';\n// ctx.blobs\n/** payments */\nexport const handle = async () => help();`;
    expect(await needsOf('mention', handler, { 'mail.ts': 'export const help = () => {};' })).toEqual([]);
  });

  it('needs what the modules that it imports name, around a circle and by import(), but not for their types', async () => {
    const others = {
      'one.ts': "export { two } from './two.ts';\nexport const one = 1;",
      'two.ts': "import './one.ts';\nexport const two = (ctx: { mail: () => void }) => ctx.mail();",
      'late.ts': 'export const late = (ctx: { payments: () => void }) => ctx.payments();',
      'types.ts': 'export type Blobs = { blobs: string };',
    };
    const handler = `import type { Blobs } from './types.ts';\nimport { two } from './one.ts';
      export const handle = async (_: Blobs, ctx: never) => { two(ctx); (await import('./late.ts')).late(ctx); };`;
    expect(await needsOf('circle', handler, others)).toEqual(['mail', 'payments']);
  });
});

describe('a text without its comments', () => {
  it('keeps what only looks like one', () => {
    const code = `const a = 'x // y'; const b = /https?:\\/\\//; const c = \`/* z */\`;`;
    expect(withoutComments(code)).toBe(code);
    expect(withoutComments('a // b\nc /* d\n e */ f')).toBe('a \nc  f');
  });
});
