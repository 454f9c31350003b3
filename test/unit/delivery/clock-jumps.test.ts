import { describe, expect, it } from '@jest/globals';
import { until } from '../../until.ts';
import { createSettler, inWords, never } from './settler.ts';
import { orderPlaced, routeTo } from './world.ts';

const HOUR = 3_600_000;

describe('a clock that jumps', () => {
  it('an hour ahead while a handler runs and then back loses and doubles nothing', async () => {
    let offset = 0;
    const runs: number[] = [];
    const route = routeTo(async (_event, { attempt }) => {
      runs.push(attempt);
      if (attempt > 1) return;
      offset = HOUR;
      throw new Error('boom');
    });
    const { world, start } = createSettler([route]);
    const send = start({ clock: { ...world.clock, now: () => world.clock.now() + offset } });
    expect(inWords(await send(orderPlaced()))).toEqual(['retry']);
    offset = 0;
    const { verdict } = await send(orderPlaced());
    expect(verdict).toEqual({ kind: 'retry', after: HOUR + 500, waiting: true });
    world.clock.advance(HOUR + 500);
    expect(inWords(await send(orderPlaced()))).toEqual(['done']);
    expect(inWords(await send(orderPlaced()))).toEqual(['skipped']);
    expect(runs).toEqual([1, 2]);
  });

  it('an hour ahead in another process takes the event over: the slow run then counts for nothing', async () => {
    const slow = Promise.withResolvers<void>();
    const route = routeTo(async (_event, { attempt, emit }) => {
      if (attempt === 1) await slow.promise;
      emit('a', attempt);
    });
    const { world, send, start } = createSettler([route]);
    const first = send(orderPlaced());
    await until('the claim', async () => (await world.ports.state.list('claims', { limit: 1 })).length === 1);
    const ahead = start({ clock: { ...world.clock, now: () => world.clock.now() + HOUR } });
    expect(inWords(await ahead(orderPlaced()))).toEqual(['done']);
    slow.resolve();
    expect(await first).toMatchObject({ deliveries: [{ outcome: { reason: 'another run took the event over' } }] });
    expect(world.published).toMatchObject([[{ data: 2 }]]);
  });

  it('an hour back under a claim that is held waits for it, and is not stuck', async () => {
    const { world, startDoomed, start } = createSettler([
      routeTo(({ id }) => (id === '1' ? never() : Promise.resolve())),
    ]);
    void startDoomed()(orderPlaced());
    await until('the claim', async () => (await world.ports.state.list('claims', { limit: 1 })).length === 1);
    const behind = start({ clock: { ...world.clock, now: () => world.clock.now() - HOUR } });
    expect((await behind(orderPlaced())).verdict).toEqual({ kind: 'retry', after: HOUR + 25_000, waiting: true });
    expect(inWords(await behind(orderPlaced({ id: '2' })))).toEqual(['done']);
  });
});
