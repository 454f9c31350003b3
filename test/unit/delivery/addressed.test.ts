import { describe, expect, it } from '@jest/globals';
import { createSettler, inWords } from './settler.ts';
import { orderPlaced, routeTo } from './world.ts';

function createAddressed() {
  const runs: string[] = [];
  const to = (name: string, where?: object) =>
    routeTo(async () => void runs.push(name), where === undefined ? { name } : { name, where });
  return { ...createSettler([to('one'), to('two'), to('picky', { source: ['/kiosk'] })]), runs };
}

describe('an event with waybillroute', () => {
  it('goes to that route alone', async () => {
    const { send, runs } = createAddressed();
    expect(inWords(await send(orderPlaced({ waybillroute: 'two' })))).toEqual(['done']);
    expect(runs).toEqual(['two']);
  });

  it.each([
    ['whose conditions do not hold', 'picky'],
    ['that is none', 'gone'],
    ['that has the name of an object’s own', 'constructor'],
  ])('for a route %s is a letter, and runs nothing', async (_what, waybillroute) => {
    const { send, runs, world } = createAddressed();
    const event = orderPlaced({ waybillroute });
    const settled = await send(event);
    expect([settled.verdict, inWords(settled)]).toEqual([{ kind: 'done' }, ['reject unrouted']]);
    const reason = `its waybillroute is "${waybillroute}", and no route of that name wants it`;
    expect(world.letters).toMatchObject([{ code: 'unrouted', reason, event }]);
    expect(runs).toEqual([]);
  });

  it('is a letter too where the table drops what nobody knows', async () => {
    const { send, world } = createSettler([], { unrouted: 'drop' });
    expect(inWords(await send(orderPlaced({ waybillroute: 'gone' })))).toEqual(['reject unrouted']);
    expect(world.letters.length).toBe(1);
  });

  it('has a letter for each redrive that finds no route, and one for the same that came twice', async () => {
    const { send, world } = createAddressed();
    for (const waybillredrive of [undefined, 1, '1', 2]) {
      const redriven = waybillredrive === undefined ? {} : { waybillredrive };
      await send(orderPlaced({ waybillroute: 'gone', ...redriven }));
    }
    const [first, second, again, third] = world.letters.map(({ id }) => id);
    expect(again).toBe(second);
    expect(new Set([first, second, third]).size).toBe(3);
    const index = await world.ports.state.list('letters', { limit: 9 });
    expect(index.map(({ value }) => Reflect.get(Object(value), 'redrive')).toSorted()).toEqual([0, 1, 2]);
  });

  it('is never done while that letter is not durable', async () => {
    const { send, world } = createAddressed();
    world.broken.bodies = new Error('disk full');
    expect((await send(orderPlaced({ waybillroute: 'gone' }))).verdict).toEqual({ kind: 'retry', waiting: true });
  });
});
