import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_PARTS } from '../../../shared/delivery/join-record.ts';
import { PortError } from '../../../shared/delivery/port-error.ts';
import type { StateStore } from '../../../shared/routing/context.ts';
import { createJoiner, part } from './joiner.ts';
import { inWords } from './settler.ts';

const KEY = 'ship|A-1';
const EXPIRES = Date.UTC(2027, 0, 1);

describe('the record of a join', () => {
  it('of a newer version is left as it is until the newer code comes', async () => {
    const { send, runs, world } = createJoiner();
    await world.ports.state.put('joins', KEY, { value: { v: 2 }, if: 'absent', expiresAt: EXPIRES });
    expect((await send(part('paid'))).verdict).toEqual({ kind: 'retry', after: 30_000, waiting: true });
    expect([runs, world.letters]).toEqual([[], []]);
    expect(await world.ports.state.get('joins', KEY)).toMatchObject({ value: { v: 2 } });
  });

  it.each([
    'torn',
    { v: 1, status: 'open', key: 'A-1', due: 0, seen: {} },
    { v: 1, status: 'maybe', key: 'A-1', due: 0, seen: {}, parts: [] },
    { v: 1, status: 'open', key: 'A-1', due: '0', seen: {}, parts: [] },
    { v: 1, status: 'open', key: 'A-1', due: 0, seen: [], parts: [] },
  ])('that is %j cannot be used: each event is a dead letter of its own', async (value) => {
    const { send, runs, world } = createJoiner();
    await world.ports.state.put('joins', KEY, { value, if: 'absent', expiresAt: EXPIRES });
    for (const type of ['opened', 'paid', 'paid'] as const) {
      const settled = await send(part(type));
      expect([settled.verdict.kind, inWords(settled)]).toEqual(['done', ['reject bad-state']]);
    }
    expect(new Set(world.letters.map(({ id, event }) => `${event?.type} ${id}`)).size).toBe(2);
    expect(runs).toEqual([]);
  });

  it('holds parts of more than 24 KiB as a body, and gives them all to the run', async () => {
    const { send, runs, world } = createJoiner();
    for (const type of ['opened', 'stocked', 'paid'] as const) await send(part(type, { data: type.repeat(2_000) }));
    const record = await world.ports.state.get('joins', KEY);
    expect(record?.value).toMatchObject({ status: 'fired', parts: { body: expect.stringMatching(/^large\//) } });
    expect(runs).toMatchObject([{ parts: ['opened opened', 'stocked stocked', 'paid paid'] }]);
  });

  it('takes no part whose body cannot be written', async () => {
    const { send, world } = createJoiner();
    world.broken.bodies = new Error('disk full');
    expect((await send(part('opened', { data: 'x'.repeat(30_000) }))).verdict).toEqual({
      kind: 'retry',
      waiting: true,
    });
    expect(await world.ports.state.list('joins', { limit: 1 })).toEqual([]);
  });

  it(`takes ${MAX_PARTS} parts, and files what comes beyond`, async () => {
    const { send, world } = createJoiner();
    for (let n = 0; n < MAX_PARTS; n++) expect(inWords(await send(part('paid', { id: `${n}` })))).toEqual(['done']);
    expect(inWords(await send(part('paid', { id: 'more' })))).toEqual(['reject too-many-parts']);
    expect(inWords(await send(part('paid', { id: '0' })))).toEqual(['skipped']);
    expect(world.letters).toMatchObject([{ route: 'ship', code: 'too-many-parts', event: { id: 'more' } }]);
  });

  it('that the store will never take is a dead letter', async () => {
    const { send, world } = createJoiner();
    const { put } = world.ports.state;
    const refuse = () => Promise.reject(new PortError('refused', 'state', { message: 'over 32 KiB' }));
    Object.assign(world.ports.state, {
      put: (...args: Parameters<typeof put>) => (args[0] === 'joins' ? refuse() : put(...args)),
    });
    const settled = await send(part('paid'));
    expect([settled.verdict.kind, inWords(settled)]).toEqual(['done', ['reject refused']]);
    expect(world.letters).toMatchObject([{ route: 'ship', code: 'refused', reason: 'state refused: over 32 KiB' }]);
  });

  it('is tried again when the store is down, and the part is not lost', async () => {
    const { send, runs, world } = createJoiner();
    for (const type of ['opened', 'stocked'] as const) await send(part(type));
    world.broken.state = new Error('no route to host');
    expect((await send(part('paid'))).verdict).toEqual({ kind: 'retry', waiting: true });
    delete world.broken.state;
    await send(part('paid'));
    expect(runs.length).toBe(1);
  });
});

describe('parts that come at once', () => {
  it('are all added, and fire the join once, however the steps mix', async () => {
    const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { world, start, runs } = createJoiner();
      const turn = async <T>(work: () => Promise<T>): Promise<T> => {
        await scheduler.schedule(Promise.resolve());
        return scheduler.schedule(work());
      };
      const { get, put, delete: remove, list } = world.ports.state;
      const state: StateStore = {
        get: (...args) => turn(() => get(...args)),
        put: (...args) => turn(() => put(...args)),
        delete: (...args) => turn(() => remove(...args)),
        list: (...args) => turn(() => list(...args)),
      };
      const events = [part('opened'), part('stocked'), part('paid'), part('paid'), part('stocked', { id: 'other' })];
      await scheduler.waitFor(Promise.all(events.map((event) => start({ state })(event))));
      for (const event of events) await start()(event);
      expect(runs).toMatchObject([{ by: 'handle', why: 'complete', key: 'A-1' }]);
      expect(await world.ports.state.list('due', { limit: 9 })).toHaveLength(1);
    });
    await fc.assert(property, { numRuns: 100 });
  });

  it('wait uncounted when the store is too busy with their key', async () => {
    const { send, world } = createJoiner();
    const { put } = world.ports.state;
    let tries = 0;
    Object.assign(world.ports.state, {
      put: async (...args: Parameters<typeof put>) => (args[0] === 'joins' && ++tries <= 16 ? undefined : put(...args)),
    });
    expect((await send(part('paid'))).verdict).toEqual({ kind: 'retry', after: 100, waiting: true });
    expect(inWords(await send(part('paid')))).toEqual(['done']);
    expect(world.letters).toEqual([]);
  });
});
