import { describe, expect, it } from '@jest/globals';
import { createJoiner, part } from './joiner.ts';
import { inWords } from './settler.ts';

function permutations<T>(list: readonly T[]): T[][] {
  return list.length === 0
    ? [[]]
    : list.flatMap((one, index) => permutations(list.toSpliced(index, 1)).map((rest) => [one, ...rest]));
}

const run = { why: 'complete', key: 'A-1', idempotencyKey: 'ship|/waybill/ship|A-1', attempt: 1 };

describe('a join', () => {
  it.each(permutations(['opened', 'stocked', 'paid'] as const))(
    'fires once when all came: %s, %s, %s',
    async (...order) => {
      const { send, runs } = createJoiner();
      for (const [index, type] of order.entries()) {
        expect(runs).toEqual([]);
        const settled = await send(part(type));
        expect([settled.verdict, inWords(settled)]).toEqual([
          { kind: 'done' },
          index < 2 ? ['done'] : ['done', 'done'],
        ]);
      }
      expect(runs).toEqual([{ ...run, by: 'handle', parts: order.map((type) => `${type} ${type}`) }]);
    },
  );

  it.each(permutations(['opened', 'stocked', 'paid', 'declined'] as const))(
    'fires or closes once, whatever comes first: %s, %s, %s, %s',
    async (...order) => {
      const { send, runs, world } = createJoiner();
      for (const type of order) await send(part(type));
      const isClosed = order.indexOf('declined') < 3 || order.at(-1) === 'opened';
      expect(runs[0]).toMatchObject(isClosed ? { by: 'otherwise', why: 'unless' } : { by: 'handle', why: 'complete' });
      // A part that comes after the close is a straggler: it was not seen by that run.
      const came = runs[0]?.parts.length ?? 0;
      expect(runs.slice(1).map(({ why, parts }) => [why, parts])).toEqual(
        isClosed ? order.slice(came).map((type) => ['straggler', [`${type} ${type}`]]) : [],
      );
      expect(world.letters).toEqual([]);
    },
  );

  it('ignores every part that comes again, before and after it fired', async () => {
    const { send, runs } = createJoiner();
    const words: string[][] = [];
    for (const type of ['stocked', 'stocked', 'opened', 'stocked', 'paid', 'paid', 'opened'] as const)
      words.push(inWords(await send(part(type))));
    const again = ['skipped', 'skipped'];
    expect(words).toEqual([['done'], ['skipped'], ['done'], ['skipped'], ['done', 'done'], again, again]);
    expect(runs).toMatchObject([{ parts: ['stocked stocked', 'opened opened', 'paid paid'] }]);
  });

  it('waits for each of its types, however many come of one', async () => {
    const { send, runs } = createJoiner();
    for (const id of ['1', '2', '3']) await send(part('stocked', { id }));
    await send(part('opened'));
    expect(runs).toEqual([]);
    await send(part('paid'));
    expect(runs).toMatchObject([{ parts: ['stocked 1', 'stocked 2', 'stocked 3', 'opened opened', 'paid paid'] }]);
  });

  it('once fired ignores what comes later', async () => {
    const { send, runs } = createJoiner();
    for (const type of ['opened', 'stocked', 'paid'] as const) await send(part(type));
    expect(inWords(await send(part('declined')))).toEqual(['skipped']);
    expect(inWords(await send(part('paid', { id: 'other' })))).toEqual(['skipped']);
    expect(runs.length).toBe(1);
  });

  it('keeps the events of one key from those of another', async () => {
    const { send, runs } = createJoiner();
    await send(part('opened'));
    await send(part('stocked'));
    for (const type of ['paid', 'opened', 'stocked'] as const)
      await send(part(type, { id: `${type}-2`, subject: 'A-2' }));
    expect(runs).toMatchObject([{ key: 'A-2', parts: ['paid paid-2', 'opened opened-2', 'stocked stocked-2'] }]);
  });

  it('carries on the trace and the longest chain, and names its run as the cause', async () => {
    const { send, world } = createJoiner({}, async (_run, { emit }) => emit('a', 1));
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await send(part('opened', { waybilldepth: 4 }));
    await send(part('stocked', { waybilldepth: 9, traceparent }));
    await send(part('paid'));
    expect(world.published).toMatchObject([
      [{ source: '/waybill/ship', subject: 'A-1', waybilldepth: 10, traceparent, waybillcause: '/waybill/ship A-1' }],
    ]);
  });
});

describe('an event under an id that another part has', () => {
  it.each([false, true])(
    'is a dead letter when its contents differ, after the join fired (%p) too',
    async (hasFired) => {
      const { send, runs, world } = createJoiner();
      for (const type of hasFired ? (['opened', 'stocked', 'paid'] as const) : (['paid'] as const))
        await send(part(type));
      const settled = await send(part('paid', { data: { n: 2 } }));
      expect([settled.verdict.kind, inWords(settled)]).toEqual(['done', ['reject id-reused']]);
      expect(world.letters).toMatchObject([{ code: 'id-reused', route: 'ship', event: { data: { n: 2 } } }]);
      expect(runs.length).toBe(hasFired ? 1 : 0);
    },
  );
});
