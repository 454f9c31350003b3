import { describe, expect, it } from '@jest/globals';
import { toDueEvent } from '../../../shared/delivery/due.ts';
import { createJoiner, part } from './joiner.ts';
import { inWords } from './settler.ts';

const HOUR = 3_600_000;
const due = toDueEvent('ship', 'A-1');

describe('a join is closed', () => {
  it('by what it is not to come with, once and with all that came', async () => {
    const { send, runs } = createJoiner();
    await send(part('stocked'));
    await send(part('opened'));
    expect(inWords(await send(part('declined')))).toEqual(['done', 'done']);
    expect(runs).toMatchObject([
      { by: 'otherwise', why: 'unless', parts: ['stocked stocked', 'opened opened', 'declined declined'], key: 'A-1' },
    ]);
  });

  it('only after it was opened: what comes before waits', async () => {
    const { send, runs } = createJoiner();
    await send(part('short'));
    await send(part('declined'));
    expect(runs).toEqual([]);
    await send(part('opened'));
    expect(runs).toMatchObject([{ why: 'unless', parts: ['short short', 'declined declined', 'opened opened'] }]);
  });

  it.each([[['opened']], [['stocked', 'paid']], [['opened', 'paid']]] as const)(
    'when its time is up, with what came: %j',
    async (types) => {
      const { send, runs, world } = createJoiner();
      for (const type of types) await send(part(type));
      world.clock.advance(HOUR);
      expect(inWords(await send(due))).toEqual(['done', 'done']);
      expect(runs).toMatchObject([{ by: 'otherwise', why: 'due', parts: types.map((type) => `${type} ${type}`) }]);
      expect(inWords(await send(due))).toEqual(['done', 'skipped']);
      expect(runs.length).toBe(1);
    },
  );

  it('an hour after its first event, whichever that was', async () => {
    const { send, runs, world } = createJoiner();
    await send(part('paid'));
    world.clock.advance(HOUR - 1);
    await send(part('opened'));
    expect((await send(due)).verdict).toEqual({ kind: 'retry', after: 1, waiting: true });
    expect(runs).toEqual([]);
    world.clock.advance(1);
    await send(due);
    expect(runs).toMatchObject([{ why: 'due' }]);
  });

  it('not when it fired in time', async () => {
    const { send, runs, world } = createJoiner();
    for (const type of ['opened', 'stocked', 'paid'] as const) await send(part(type));
    world.clock.advance(HOUR);
    expect(inWords(await send(due))).toEqual(['done', 'skipped']);
    expect(runs).toMatchObject([{ why: 'complete' }]);
  });

  it('not when it fired in time, however short its parts’ source redelivers', async () => {
    const { send, runs, world } = createJoiner();
    for (const type of ['opened', 'stocked', 'paid'] as const) await send(part(type), { horizon: HOUR / 2 });
    world.clock.advance(HOUR);
    expect(inWords(await send(due, { horizon: HOUR / 2 }))).toEqual(['done', 'skipped']);
    expect(runs).toMatchObject([{ why: 'complete' }]);
  });

  it('not when nothing of it ever came', async () => {
    const { send, runs } = createJoiner();
    expect(inWords(await send(due))).toEqual(['skipped']);
    expect(runs).toEqual([]);
  });
});

describe('a due event on a clock that is behind', () => {
  it('is sent again when the time has come, and is not lost', async () => {
    const { start, send, runs, world } = createJoiner();
    await send(part('opened'));
    world.clock.advance(HOUR);
    const behind = start({ clock: { ...world.clock, now: () => world.clock.now() - 90_000 } });
    expect((await behind(due)).verdict).toEqual({ kind: 'retry', after: 90_000, waiting: true });
    world.clock.advance(90_000);
    expect(inWords(await behind(due))).toEqual(['done', 'done']);
    expect(runs).toMatchObject([{ why: 'due' }]);
  });

  it('without a key is a dead letter', async () => {
    const { send, world } = createJoiner();
    expect(inWords(await send({ ...due, data: { join: 'ship' } }))).toEqual(['reject no-key']);
    expect(world.letters).toMatchObject([{ code: 'no-key', route: 'ship' }]);
  });
});

describe('a straggler', () => {
  it('runs otherwise for itself alone, once, under a key of its own', async () => {
    const { send, runs } = createJoiner();
    for (const type of ['opened', 'declined'] as const) await send(part(type));
    for (const id of ['1', '2', '1']) await send(part('stocked', { id }));
    expect(runs.slice(1)).toEqual(
      ['1', '2'].map((id) => ({
        by: 'otherwise',
        why: 'straggler',
        key: 'A-1',
        parts: [`stocked ${id}`],
        idempotencyKey: `ship|/shop|${id}`,
        attempt: 1,
      })),
    );
  });

  it('is none when it is a part that comes again', async () => {
    const { send, runs } = createJoiner();
    for (const type of ['opened', 'stocked', 'declined', 'stocked', 'declined', 'opened'] as const)
      await send(part(type));
    expect(runs.length).toBe(1);
  });

  it('that fails is tried again and dead-lettered by itself, and its redrive runs it again', async () => {
    let isBroken = true;
    const { send, runs, world } = createJoiner({ retry: { attempts: 2 } }, async ({ why }) => {
      if (why === 'straggler' && isBroken) throw new Error('boom');
    });
    for (const type of ['opened', 'declined'] as const) await send(part(type));
    expect(inWords(await send(part('stocked')))).toEqual(['retry']);
    world.clock.advance(60_000);
    expect(inWords(await send(part('stocked')))).toEqual(['reject attempts-exhausted']);
    isBroken = false;
    expect(inWords(await send(part('stocked', { waybillroute: 'ship', waybillredrive: 1 })))).toEqual(['done']);
    expect(runs.map(({ why, idempotencyKey }) => `${why} ${idempotencyKey}`)).toEqual([
      'unless ship|/waybill/ship|A-1',
      ...Array.from({ length: 3 }, () => 'straggler ship|/shop|stocked'),
    ]);
    expect(world.letters).toMatchObject([{ route: 'ship', event: { type: 'stocked' } }]);
  });
});
