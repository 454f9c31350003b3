import { describe, expect, it } from '@jest/globals';
import { PortError } from '../../../shared/delivery/port-error.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

describe('a delivery', () => {
  it('runs the handler once, however often the event comes', async () => {
    const world = createWorld();
    let runs = 0;
    const to = routeTo(async () => void runs++);
    const outcomes = [await world.send(to, orderPlaced()), await world.send(to, orderPlaced())];
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      { kind: 'done' },
      { kind: 'done', as: 'skipped', reason: 'it is already done' },
    ]);
    expect(runs).toBe(1);
  });

  it('says of itself which event, which route, which attempt and how long', async () => {
    const world = createWorld();
    const event = orderPlaced();
    const to = routeTo(async () => world.clock.advance(30));
    expect(await world.send(to, event)).toEqual({
      event,
      route: 'test',
      outcome: { kind: 'done' },
      attempt: 1,
      ms: 30,
    });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['id', { id: '2' }],
    ['source', { source: '/kiosk' }],
  ])('runs for another %s', async (_what, change) => {
    const world = createWorld();
    let runs = 0;
    const to = routeTo(async () => void runs++);
    await world.send(to, orderPlaced());
    await world.send(to, orderPlaced(change));
    expect(runs).toBe(2);
  });

  it('runs for another route', async () => {
    const world = createWorld();
    const keys: string[] = [];
    for (const name of ['one', 'two']) {
      const to = routeTo(async (_event, { idempotencyKey }) => void keys.push(idempotencyKey), { name });
      await world.send(to, orderPlaced());
    }
    expect(new Set(keys).size).toBe(2);
  });

  it('tells sources and ids apart whatever they contain', async () => {
    const world = createWorld();
    let runs = 0;
    const to = routeTo(async () => void runs++);
    for (const name of [
      { source: 'a', id: 'b|c' },
      { source: 'a%7Cb', id: 'c' },
      { source: 'a|b', id: 'c' },
    ])
      await world.send(to, orderPlaced(name));
    expect(runs).toBe(3);
  });

  it('is the same event with its data in another order, and with other attributes', async () => {
    const world = createWorld();
    const to = routeTo(async () => {});
    await world.send(to, orderPlaced({ data: { a: 1, b: 2 } }));
    const again = await world.send(to, orderPlaced({ data: { b: 2, a: 1 }, time: '2026-01-01T00:00:00Z' }));
    expect(again.outcome).toMatchObject({ kind: 'done', as: 'skipped' });
  });

  it('gives the handler what the route’s schema gives, and its ports', async () => {
    const world = createWorld();
    const mail = { to: { name: 'n', address: 'a@b.example' }, subject: 's', text: 't', html: 'h', messageId: '<1>' };
    let given: unknown;
    const to = routeTo(async (event, ctx) => {
      await ctx.mail.send(mail);
      ctx.log('hello', { level: 'fake', message: 'fake', n: 1 });
      given = [event.data, ctx.attempt, ctx.isLastAttempt, ctx.idempotencyKey, ctx.signal.aborted];
    });
    await world.send(to, orderPlaced());
    expect(given).toEqual([{ n: 1 }, 1, false, 'test|/shop|1', false]);
    expect(world.mails).toEqual([mail]);
    expect(world.lines).toEqual([{ level: 'info', message: 'hello', route: 'test', id: '1', n: 1 }]);
  });

  it('does not start when the function has not the time for it', async () => {
    const world = createWorld();
    let runs = 0;
    const to = routeTo(async () => void runs++, { timeout: '10s' });
    const late = await world.send(to, orderPlaced(), world.clock.now() + 14_999);
    expect(late.outcome).toMatchObject({ kind: 'retry', counted: false });
    expect(runs).toBe(0);
    await world.send(to, orderPlaced(), world.clock.now() + 15_000);
    expect(runs).toBe(1);
  });

  it('waits when the state store is down, and counts nothing', async () => {
    const world = createWorld();
    world.broken.state = new PortError('unavailable', 'state', { message: 'no route to host' });
    const to = routeTo(async () => {});
    const { outcome } = await world.send(to, orderPlaced());
    expect(outcome).toEqual({ kind: 'retry', counted: false, reason: 'state unavailable: no route to host' });
    expect(world.letters).toEqual([]);
  });

  it.each([new Error('boom'), 'boom', null, undefined])(
    'takes anything that a store throws, such as %p',
    async (thrown) => {
      const world = createWorld();
      world.broken.state = thrown;
      expect(
        (
          await world.send(
            routeTo(async () => {}),
            orderPlaced(),
          )
        ).outcome,
      ).toMatchObject({ kind: 'retry' });
    },
  );
});

describe('an event under an id that was used for other contents', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['data', { data: { n: 2 } }],
    ['type', { type: 'order.shipped' }],
  ])('is dead-lettered when its %s differs', async (_what, change) => {
    const world = createWorld();
    let runs = 0;
    const to = routeTo(async () => void runs++, { on: ['order.placed', 'order.shipped'] });
    await world.send(to, orderPlaced());
    expect((await world.send(to, orderPlaced(change))).outcome).toMatchObject({ kind: 'reject', code: 'id-reused' });
    expect([runs, world.letters.length]).toEqual([1, 1]);
  });

  it('has a letter for each of its contents, and one for the same that came twice', async () => {
    const world = createWorld();
    const to = routeTo(async () => {});
    for (const n of [1, 2, 3, 2]) await world.send(to, orderPlaced({ data: { n } }));
    expect(world.letters.map(({ event }) => event?.data)).toEqual([{ n: 2 }, { n: 3 }, { n: 2 }]);
    expect(new Set(world.letters.map(({ id }) => id)).size).toBe(2);
  });

  it('leaves the first one’s claim alone', async () => {
    const world = createWorld();
    const to = routeTo(async (_event, { attempt }) => {
      if (attempt === 1) throw new Error('once');
    });
    await world.send(to, orderPlaced());
    await world.send(to, orderPlaced({ data: 'other' }));
    world.clock.advance(60_000);
    expect((await world.send(to, orderPlaced())).outcome).toEqual({ kind: 'done' });
  });
});
