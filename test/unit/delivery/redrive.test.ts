import { describe, expect, it } from '@jest/globals';
import { claimKey, idempotencyKey, redriveOf } from '../../../shared/delivery/claim.ts';
import { PortError } from '../../../shared/delivery/port-error.ts';
import { reject } from '../../../shared/routing/outcome.ts';
import { createWorld, orderPlaced, routeTo } from './world.ts';

const redriven = (waybillredrive: unknown, change = {}) =>
  orderPlaced({ waybillroute: 'test', waybillredrive, ...change });

describe('a redriven event', () => {
  it.each<[unknown, number]>([
    [1, 1],
    ['2', 2],
    [undefined, 0],
    [0, 0],
    [-1, 0],
    ['1.5', 0],
    ['many', 0],
  ])('with the number %p has been redriven %p times', (waybillredrive, count) => {
    expect(redriveOf(orderPlaced(waybillredrive === undefined ? {} : { waybillredrive }))).toBe(count);
  });

  it('has a claim of its own for each number, and the idempotency key of the first', () => {
    const events = [orderPlaced(), redriven(1), redriven('1'), redriven(2)];
    const keys = events.map((event) => claimKey('r', event));
    expect(keys).toEqual(['r|/shop|1', 'r|/shop|1|redrive 1', 'r|/shop|1|redrive 1', 'r|/shop|1|redrive 2']);
    expect(new Set(events.map((event) => idempotencyKey('r', event)))).toEqual(new Set(['r|/shop|1']));
  });

  it('runs again under the same idempotency key, once for its number, and may become another letter', async () => {
    const world = createWorld();
    const keys: string[] = [];
    const to = routeTo(async (_event, { idempotencyKey: key, attempt }) => {
      keys.push(`${key} ${attempt}`);
      return reject('no-stock', 'sold out');
    });
    for (const event of [orderPlaced(), redriven(1), redriven(1), redriven(2)]) await world.send(to, event);
    expect(keys).toEqual(['test|/shop|1 1', 'test|/shop|1 1', 'test|/shop|1 1']);
    expect(new Set(world.letters.map(({ id }) => id)).size).toBe(3);
    const index = await world.ports.state.list('letters', { limit: 9 });
    expect(index.map(({ value }) => value)).toEqual(
      expect.arrayContaining([0, 1, 2].map((redrive) => expect.objectContaining({ redrive, status: 'filed' }))),
    );
  });
});

/** An event that was handled, and whose outbox the broker refused. */
async function createRefused() {
  const world = createWorld();
  const runs: unknown[] = [];
  const to = routeTo(async ({ data }, { emit }) => {
    runs.push(data);
    emit('a', { run: runs.length });
    emit('b', null);
  });
  const publish = world.ports.publish;
  const tried: unknown[] = [];
  Object.assign(world.ports, {
    publish: (events: Parameters<typeof publish>[0]) => {
      tried.push(events);
      return publish(events);
    },
  });
  world.broken.publish = new PortError('refused', 'publisher', { message: 'over 256 KiB' });
  await world.send(to, orderPlaced());
  return { world, to, runs, tried };
}

describe('a redriven event whose handler had run and whose outbox was refused', () => {
  it('publishes the same outbox again, and does not run', async () => {
    const { world, to, runs, tried } = await createRefused();
    delete world.broken.publish;
    expect((await world.send(to, redriven(1))).outcome).toEqual({ kind: 'done' });
    expect(world.published).toEqual([tried[0]]);
    expect(runs.length).toBe(1);
  });

  it('still does so at the second redrive when the first was refused too', async () => {
    const { world, to, runs, tried } = await createRefused();
    expect((await world.send(to, redriven(1))).outcome).toMatchObject({ kind: 'reject', code: 'refused' });
    delete world.broken.publish;
    expect((await world.send(to, redriven(2))).outcome).toEqual({ kind: 'done' });
    expect([runs.length, world.letters.length]).toEqual([1, 2]);
    expect(world.published).toEqual([tried[0]]);
  });

  it('runs when its data was edited', async () => {
    const { world, to, runs } = await createRefused();
    delete world.broken.publish;
    expect((await world.send(to, redriven(1, { data: { n: 2 } }))).outcome).toEqual({ kind: 'done' });
    expect(runs).toEqual([{ n: 1 }, { n: 2 }]);
    expect(world.published).toMatchObject([[{ data: { run: 2 } }, { data: null }]]);
  });
});
