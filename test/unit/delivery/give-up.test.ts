import { describe, expect, it } from '@jest/globals';
import { bindDeadLetters, type GivenUp } from '../../../shared/delivery/give-up.ts';
import type { Settled } from '../../../shared/delivery/item.ts';
import { createRouter } from '../../../shared/delivery/router.ts';
import { settle } from '../../../shared/delivery/settle.ts';
import { reject, retry } from '../../../shared/routing/outcome.ts';
import type { Route } from '../../../shared/routing/route.ts';
import { defineRoutes, type TableOptions } from '../../../shared/routing/table.ts';
import { parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

const WHY = 'Pub/Sub gave up on it: after 5 deliveries';
const FOR_EVER = Number.POSITIVE_INFINITY;

function createDesk(routes: readonly Route[], options: TableOptions = {}) {
  const world = createWorld();
  const router = createRouter({ name: 'test', table: defineRoutes(routes, options), ports: world.ports }, {});
  const toItem = (input: unknown, ref: number): GivenUp<number> => ({
    ref,
    lane: '',
    event: parseCloudEvent(input),
    raw: Buffer.from(JSON.stringify(input)),
    why: WHY,
  });
  const decode = (inputs: readonly unknown[]) => inputs.map(toItem);
  const file = bindDeadLetters({ decode, ack: (settled: readonly Settled<number>[]) => settled }, router);
  return {
    world,
    giveUp: file,
    /** What is told of one event. */
    verdictOf: async (input: unknown, deadline = FOR_EVER) => (await file([input], { deadline }))[0]?.verdict,
    send: (input: unknown) => settle(router, toItem(input, 0), { deadline: FOR_EVER, mustWait: () => false }),
  };
}

/** A route that counts its runs. */
function counted(handle: Parameters<typeof routeTo>[0] = async () => {}, change: Parameters<typeof routeTo>[1] = {}) {
  let runs = 0;
  const route = routeTo(async (event, ctx) => {
    runs++;
    return handle(event, ctx);
  }, change);
  return { route, runs: () => runs };
}

describe('an event that the platform gave up on', () => {
  it('is a letter that says so, and runs no handler, then or later', async () => {
    const { route, runs } = counted();
    const { world, verdictOf, send } = createDesk([route]);
    const event = orderPlaced();
    expect(await verdictOf(event)).toEqual({ kind: 'done' });
    expect(world.letters).toMatchObject([{ route: 'test', code: 'given-up', reason: WHY, attempts: 0, event }]);
    expect((await send(event)).deliveries).toMatchObject([
      { outcome: { as: 'skipped', reason: 'it is already dead' } },
    ]);
    expect(runs()).toBe(0);
  });

  it('is one letter however often it comes', async () => {
    const { world, verdictOf } = createDesk([counted().route]);
    for (let time = 0; time < 3; time++) expect(await verdictOf(orderPlaced())).toEqual({ kind: 'done' });
    expect(world.letters.length).toBe(1);
  });

  it('is none when it is done', async () => {
    const { world, verdictOf, send } = createDesk([counted().route]);
    await send(orderPlaced());
    expect(await verdictOf(orderPlaced())).toEqual({ kind: 'done' });
    expect(world.letters).toEqual([]);
  });

  it('is none again when it is dead', async () => {
    const { world, verdictOf, send } = createDesk([counted(async () => reject('x', 'y')).route]);
    await send(orderPlaced());
    await verdictOf(orderPlaced());
    expect(world.letters).toMatchObject([{ code: 'x' }]);
  });

  it('is one for each route that has not done it', async () => {
    const fine = routeTo(async () => {}, { name: 'fine' });
    const busy = routeTo(async () => retry({ after: '9s' }), { name: 'busy' });
    const { world, verdictOf, send } = createDesk([fine, busy]);
    await send(orderPlaced());
    expect(await verdictOf(orderPlaced())).toEqual({ kind: 'done' });
    expect(world.letters).toMatchObject([{ route: 'busy' }]);
  });

  it('is one although its back-off is not over, with the runs that it had', async () => {
    const { world, verdictOf, send } = createDesk([counted(async () => retry({ after: '1h' })).route]);
    await send(orderPlaced());
    expect(await verdictOf(orderPlaced())).toEqual({ kind: 'done' });
    expect(world.letters).toMatchObject([{ code: 'given-up', attempts: 1 }]);
  });

  it('waits while a run holds it, and is one once that is gone', async () => {
    const { world, verdictOf, send } = createDesk([
      counted(async () => {
        world.broken.state = new Error('the process was killed');
      }).route,
    ]);
    await send(orderPlaced());
    delete world.broken.state;
    expect(await verdictOf(orderPlaced())).toEqual({ kind: 'retry', waiting: true, after: 25_000 });
    expect(world.letters).toEqual([]);
    world.clock.advance(25_000);
    expect(await verdictOf(orderPlaced())).toEqual({ kind: 'done' });
    expect(world.letters).toMatchObject([{ code: 'given-up', attempts: 1 }]);
  });

  it('keeps what it emitted, which a redrive sends out without another run', async () => {
    const { route, runs } = counted(async (_event, ctx) => ctx.emit('a', { n: 1 }));
    const { world, verdictOf, send } = createDesk([route]);
    world.broken.publish = new Error('the broker is down');
    await send(orderPlaced());
    expect(await verdictOf(orderPlaced())).toEqual({ kind: 'done' });
    delete world.broken.publish;
    await send(orderPlaced({ waybillroute: 'test', waybillredrive: 1 }));
    expect(world.published).toMatchObject([[{ type: 'a', data: { n: 1 } }]]);
    expect(runs()).toBe(1);
  });

  it('is of its redrive when that is what was given up', async () => {
    const { route, runs } = counted();
    const { world, verdictOf, send } = createDesk([route]);
    await verdictOf(orderPlaced());
    await verdictOf(orderPlaced({ waybillroute: 'test', waybillredrive: 1 }));
    expect(new Set(world.letters.map(({ id }) => id)).size).toBe(2);
    await send(orderPlaced({ waybillroute: 'test', waybillredrive: 2 }));
    expect(runs()).toBe(1);
  });

  it('is a letter of other contents when another came under its id', async () => {
    const { world, verdictOf, send } = createDesk([counted().route]);
    await send(orderPlaced());
    await verdictOf(orderPlaced({ data: { n: 2 } }));
    expect(world.letters).toMatchObject([{ code: 'id-reused' }]);
  });

  it('does not end what waits under its id with other contents', async () => {
    const { route, runs } = counted(async () => retry({ after: '1h' }));
    const { world, verdictOf, send } = createDesk([route]);
    await send(orderPlaced());
    await verdictOf(orderPlaced({ data: { n: 2 } }));
    expect(world.letters).toMatchObject([{ code: 'id-reused' }]);
    world.clock.advance(3_600_000);
    await send(orderPlaced());
    expect(runs()).toBe(2);
  });

  it('is never done while its letter is not durable', async () => {
    const { world, verdictOf } = createDesk([counted().route]);
    world.broken.bodies = new Error('disk full');
    expect(await verdictOf(orderPlaced())).toEqual({ kind: 'retry', waiting: true });
    delete world.broken.bodies;
    expect(await verdictOf(orderPlaced())).toEqual({ kind: 'done' });
    expect(world.letters).toMatchObject([{ code: 'given-up', attempts: 0 }]);
  });

  it('keeps the verdict that came first, when only its letter was missing', async () => {
    const { world, verdictOf, send } = createDesk([counted(async () => reject('x', 'y')).route]);
    world.broken.bodies = new Error('disk full');
    await send(orderPlaced());
    delete world.broken.bodies;
    await verdictOf(orderPlaced());
    expect(world.letters).toMatchObject([{ code: 'x', reason: 'y', attempts: 1 }]);
  });

  it('is never done while the store is down', async () => {
    const { world, verdictOf } = createDesk([counted().route]);
    world.broken.state = new Error('down');
    expect(await verdictOf(orderPlaced())).toEqual({ kind: 'retry', waiting: true });
  });

  it('waits when too little time is left', async () => {
    const { world, verdictOf } = createDesk([counted().route]);
    expect(await verdictOf(orderPlaced(), world.clock.now() + 4_999)).toEqual({ kind: 'retry', waiting: true });
    expect(world.letters).toEqual([]);
  });

  it('leaves a line in the log', async () => {
    const { world, verdictOf } = createDesk([counted().route]);
    await verdictOf(orderPlaced());
    expect(world.lines).toMatchObject([
      { message: 'letter', code: 'given-up' },
      { message: 'delivery', route: 'test', outcome: 'reject', code: 'given-up', reason: WHY },
    ]);
  });
});

describe('what no route has a claim on', () => {
  it('is a letter when it is no event, with both reasons', async () => {
    const { world, verdictOf } = createDesk([counted().route]);
    expect(await verdictOf({ specversion: '1.0', id: '1', source: '/shop' })).toEqual({ kind: 'done' });
    expect(world.letters).toMatchObject([
      { code: 'missing-attribute', reason: expect.stringMatching(/"type".*Pub\/Sub gave up/) },
    ]);
  });

  it('is a letter when nobody knows its type', async () => {
    const { world, verdictOf } = createDesk([counted().route]);
    await verdictOf(orderPlaced({ type: 'order.plced' }));
    expect(world.letters).toMatchObject([{ code: 'unrouted' }]);
  });

  it.each([
    ['the conditions of every route fail', orderPlaced({ source: '/other' })],
    ['it is a sweep, whose work the next one does', orderPlaced({ type: 'waybill.sweep' })],
  ])('is none when %s', async (_name, event) => {
    const { world, verdictOf } = createDesk([routeTo(async () => {}, { where: { source: ['/shop'] } })]);
    expect(await verdictOf(event)).toEqual({ kind: 'done' });
    expect(world.letters).toEqual([]);
  });
});

it('answers for each item under its own handle, in their order', async () => {
  const { giveUp } = createDesk([counted().route]);
  // What is no event is filed in fewer steps than one that has a claim.
  const inputs = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? orderPlaced({ id: `${index}` }) : index));
  const settled = await giveUp(inputs);
  expect(settled.map(({ ref, verdict }) => [ref, verdict.kind])).toEqual(inputs.map((_, index) => [index, 'done']));
});
