import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { reject } from '../../../shared/routing/outcome.ts';
import { route } from '../../../shared/routing/route.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

describe('a reject', () => {
  it('files the letter, then closes the claim', async () => {
    const world = createWorld();
    const event = orderPlaced();
    const to = routeTo(async () => reject('no-stock', 'sold out'));
    expect(await world.send(to, event)).toMatchObject({ outcome: { kind: 'reject', code: 'no-stock' }, attempt: 1 });
    expect(world.letters).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        route: 'test',
        code: 'no-stock',
        reason: 'sold out',
        attempts: 1,
        event,
        raw: Buffer.from(JSON.stringify(event)),
      },
    ]);
    expect((await world.send(to, event)).outcome).toMatchObject({ as: 'skipped', reason: 'it is already dead' });
  });

  it('is a retry while the letter store is down, and the handler is not run again', async () => {
    const world = createWorld();
    let runs = 0;
    const to = routeTo(async () => {
      runs++;
      return reject('no-stock', 'sold out');
    });
    world.broken.bodies = new Error('disk full');
    for (let tries = 0; tries < 10; tries++) {
      const { outcome } = await world.send(to, orderPlaced());
      expect(outcome).toEqual({ kind: 'retry', counted: false, reason: 'dead letters unavailable: disk full' });
    }
    delete world.broken.bodies;
    expect((await world.send(to, orderPlaced())).outcome).toEqual(reject('no-stock', 'sold out'));
    expect(world.letters).toMatchObject([{ code: 'no-stock', attempts: 1 }]);
    expect(runs).toBe(1);
  });

  it('files the same letter again after a crash between letter and claim', async () => {
    const world = createWorld();
    const to = routeTo(async () => reject('no-stock', 'sold out'));
    const { put } = world.ports.bodies;
    Object.assign(world.ports.bodies, {
      put: async (...body: Parameters<typeof put>) => {
        await put(...body);
        world.broken.state = new Error('gone');
      },
    });
    expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ kind: 'retry', counted: false });
    delete world.broken.state;
    Object.assign(world.ports.bodies, { put });
    world.clock.advance(25_000);
    expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ kind: 'reject', code: 'no-stock' });
    expect(world.letters[1]).toEqual(world.letters[0]);
  });

  it('files nothing when another run took the event over', async () => {
    const world = createWorld();
    const to = routeTo(async (_event, { attempt }) => {
      if (attempt > 1) return undefined;
      expect((await world.sendAhead(25_001, to, orderPlaced())).outcome).toEqual({ kind: 'done' });
      return reject('no-stock', 'sold out');
    });
    expect((await world.send(to, orderPlaced())).outcome).toMatchObject({ kind: 'retry', counted: false });
    expect(world.letters).toEqual([]);
  });

  it('has one letter for each route', async () => {
    const world = createWorld();
    for (const name of ['one', 'two'])
      await world.send(
        routeTo(async () => reject('x', 'y'), { name }),
        orderPlaced(),
      );
    expect(new Set(world.letters.map(({ id }) => id)).size).toBe(2);
  });

  it('names route, place, expected and got when the data does not fit, and shows none of it', async () => {
    const world = createWorld();
    const schema = z.object({ card: z.object({ number: z.number() }) });
    const to = route({ name: 'charge', on: 'order.placed', schema, handle: async () => {} });
    const data = { card: { number: '4111 1111' } };
    expect((await world.send(to, orderPlaced({ data }))).outcome).toEqual({
      kind: 'reject',
      code: 'schema',
      reason:
        'route charge: The data does not fit the schema at /data/card/number: expected number, got a string of 9 characters',
    });
  });
});
