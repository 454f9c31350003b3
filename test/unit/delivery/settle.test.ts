import { describe, expect, it } from '@jest/globals';
import type { Item } from '../../../shared/delivery/item.ts';
import { createRouter } from '../../../shared/delivery/router.ts';
import { settle } from '../../../shared/delivery/settle.ts';
import { reject, retry } from '../../../shared/routing/outcome.ts';
import type { Route } from '../../../shared/routing/route.ts';
import { defineRoutes, type TableOptions } from '../../../shared/routing/table.ts';
import { parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

function createSettler(routes: readonly Route[], options: TableOptions = {}) {
  const world = createWorld();
  const router = createRouter({ name: 'test', table: defineRoutes(routes, options), ports: world.ports }, {});
  const send = (input: unknown, raw: Uint8Array = Buffer.from(JSON.stringify(input))) => {
    const item: Item<number> = { ref: 7, lane: '', event: parseCloudEvent(input), raw };
    return settle(router, item, { deadline: Number.POSITIVE_INFINITY, mustWait: () => false });
  };
  return { world, send };
}

const fine = routeTo(async () => {}, { name: 'fine' });

describe('an item', () => {
  it('is done when each of its deliveries is', async () => {
    const { send } = createSettler([fine, routeTo(async () => {}, { name: 'too' })]);
    const { verdict, deliveries } = await send(orderPlaced());
    expect(verdict).toEqual({ kind: 'done' });
    expect(deliveries.map(({ route, outcome }) => [route, outcome.kind])).toEqual([
      ['fine', 'done'],
      ['too', 'done'],
    ]);
  });

  it('is to be sent again when one of its deliveries is, after the longest wait', async () => {
    const soon = routeTo(async () => retry({ after: '1s' }), { name: 'soon' });
    const later = routeTo(async () => retry({ after: '9s', counted: false }), { name: 'later' });
    const { verdict } = await createSettler([fine, soon, later]).send(orderPlaced());
    expect(verdict).toEqual({ kind: 'retry', after: 9_000, waiting: false });
  });

  it('only waits when nothing of it counts', async () => {
    const later = routeTo(async () => retry({ after: '9s', counted: false }));
    const { verdict } = await createSettler([fine, later]).send(orderPlaced());
    expect(verdict).toEqual({ kind: 'retry', after: 9_000, waiting: true });
  });

  it('is done when a delivery is dead-lettered', async () => {
    const { send, world } = createSettler([fine, routeTo(async () => reject('x', 'y'))]);
    expect((await send(orderPlaced())).verdict).toEqual({ kind: 'done' });
    expect(world.letters.length).toBe(1);
  });

  it('is never done while its letter is not durable', async () => {
    const { send, world } = createSettler([routeTo(async () => reject('x', 'y'))]);
    world.broken.bodies = new Error('disk full');
    expect((await send(orderPlaced())).verdict).toEqual({ kind: 'retry', waiting: true });
  });

  it('runs the routes of one event side by side', async () => {
    const meet = Promise.withResolvers<void>();
    const waiting = routeTo(() => meet.promise, { name: 'waiting' });
    const waking = routeTo(async () => meet.resolve(), { name: 'waking' });
    expect((await createSettler([waiting, waking]).send(orderPlaced())).verdict).toEqual({ kind: 'done' });
  });

  it('leaves one line for each delivery, without data', async () => {
    const { send, world } = createSettler([fine, routeTo(async () => reject('x', 'why'), { name: 'bad' })]);
    await send(orderPlaced({ data: { card: 'secret' } }));
    const event = { id: '1', type: 'order.placed', source: '/shop', subject: 'A-1' };
    const line = { message: 'delivery', cloud: 'test', event, attempt: 1, ms: 0 };
    const deliveries = world.lines.filter(({ message }) => message === 'delivery');
    expect(JSON.stringify(world.lines)).not.toContain('secret');
    expect(deliveries).toEqual([
      { ...line, level: 'info', route: 'fine', outcome: 'done' },
      { ...line, level: 'error', route: 'bad', outcome: 'reject', code: 'x', reason: 'why' },
    ]);
  });
});

describe('an item that is no event', () => {
  it('is filed with the bytes that came and the reason', async () => {
    const { send, world } = createSettler([fine]);
    const raw = Buffer.from([0xff, 0x00]);
    const { verdict, deliveries } = await send({ specversion: '1.0', id: '1', source: '/shop' }, raw);
    expect(verdict).toEqual({ kind: 'done' });
    expect(deliveries).toMatchObject([{ outcome: { kind: 'reject', code: 'missing-attribute' } }]);
    expect(world.letters).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        code: 'missing-attribute',
        reason: 'The attribute "type" is missing at /type: expected a non-empty string',
        attempts: 0,
        raw,
      },
    ]);
    expect(world.lines).toMatchObject([
      { level: 'error', message: 'letter', code: 'missing-attribute' },
      { level: 'error', message: 'delivery', code: 'missing-attribute', outcome: 'reject' },
    ]);
  });

  it('is filed once for the same bytes, and apart for others', async () => {
    const { send, world } = createSettler([fine]);
    for (const byte of [1, 2, 1]) await send('x', Buffer.from([byte]));
    const [first, second, third] = world.letters.map(({ id }) => id);
    expect(third).toBe(first);
    expect(second).not.toBe(first);
  });

  it('is never done while its letter is not durable', async () => {
    const { send, world } = createSettler([fine]);
    world.broken.bodies = new Error('disk full');
    expect((await send('x')).verdict).toEqual({ kind: 'retry', waiting: true });
  });
});

describe('an item that no route wants', () => {
  const picky = routeTo(async () => {}, { where: { source: ['/other'] } });

  it('is skipped when a route names its type but not its contents', async () => {
    const { send, world } = createSettler([picky]);
    expect(await send(orderPlaced())).toMatchObject({
      verdict: { kind: 'done' },
      deliveries: [{ outcome: { kind: 'done', as: 'skipped' } }],
    });
    expect(world.letters).toEqual([]);
  });

  it('is skipped when a route only emits its type', async () => {
    const { send, world } = createSettler([fine]);
    expect((await send(orderPlaced({ type: 'a' }))).deliveries).toMatchObject([{ outcome: { as: 'skipped' } }]);
    expect(world.letters).toEqual([]);
  });

  it.each(['order.plced', 'constructor', '__proto__'])('is filed when nobody knows its type %s', async (type) => {
    const { send, world } = createSettler([fine]);
    const event = orderPlaced({ type });
    expect((await send(event)).verdict).toEqual({ kind: 'done' });
    expect(world.letters).toMatchObject([{ code: 'unrouted', attempts: 0, event }]);
  });

  it('is filed for each of the contents that come under one id', async () => {
    const { send, world } = createSettler([fine]);
    for (const type of ['x', 'y', 'x']) await send(orderPlaced({ type }));
    const [first, second, third] = world.letters.map(({ id }) => id);
    expect(third).toBe(first);
    expect(second).not.toBe(first);
  });

  it('is dropped when nobody knows its type and the table says so', async () => {
    const { send, world } = createSettler([fine], { unrouted: 'drop' });
    expect(await send(orderPlaced({ type: 'x' }))).toMatchObject({
      verdict: { kind: 'done' },
      deliveries: [{ outcome: { as: 'skipped' } }],
    });
    expect(world.letters).toEqual([]);
  });
});
