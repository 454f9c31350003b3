import { describe, expect, it } from '@jest/globals';
import { release } from '../../../shared/handlers/stock/release.ts';
import { reserve, type Wanted } from '../../../shared/handlers/stock/reserve.ts';
import { settle } from '../../../shared/handlers/stock/settle.ts';
import { interleave, type Task } from './interleave.ts';
import { createShop, type Shop } from './shop.ts';

const one: Wanted = { orderId: 'A', lines: [{ sku: 'T', quantity: 2 }] };
const two: Wanted = { orderId: 'A', lines: [...one.lines, { sku: 'U', quantity: 1 }] };
const other: Wanted = { orderId: 'B', lines: two.lines };

const reserving =
  (wanted: Wanted): Task =>
  (state) =>
    reserve(state, wanted);
const releasing: Task = (state) => release(state, { orderId: 'A', by: 'cancel' });
const reservingAgain =
  (wanted: Wanted, then: Task): Task =>
  async (state) => {
    await reserve(state, wanted);
    await then(state);
  };

async function create(stock: Readonly<Record<string, number>>): Promise<Shop> {
  const shop = createShop(stock);
  await shop.ready;
  return shop;
}

/** At no moment may more be held than there is. */
async function nothingNegative(shop: Shop): Promise<void> {
  for (const { onHand, held } of await shop.products()) {
    const left = Object.values(held).reduce((sum, quantity) => sum - quantity, onHand);
    if (left < 0) throw new Error(`More is held than there is: ${JSON.stringify({ onHand, held })}`);
  }
}

type Plan = {
  readonly stock: Readonly<Record<string, number>>;
  readonly tasks: readonly [Task, Task];
  /** What every order of the calls must lead to. */
  readonly products: Readonly<Record<string, unknown>>;
  readonly statuses: readonly string[];
};

async function count({ stock, tasks, products, statuses }: Plan): Promise<number> {
  return interleave({
    create: () => create(stock),
    tasks: () => tasks,
    always: nothingNegative,
    check: async (shop) => {
      expect(Object.fromEntries((await shop.products()).map(({ sku, ...product }) => [sku, product]))).toEqual(
        products,
      );
      const reservation = await shop.reservation('A');
      expect(statuses).toContain(Object(reservation).status);
    },
  });
}

const untouched = { T: { onHand: 5, held: {} }, U: { onHand: 5, held: {} } };

describe('whatever the order of their calls, a run that was suspended holds nothing', () => {
  it.each<[what: string, plan: Plan, least: number]>([
    [
      'when the order is released meanwhile',
      { stock: { T: 5, U: 5 }, tasks: [reserving(two), releasing], products: untouched, statuses: ['released'] },
      20,
    ],
    [
      'when another run reserved the order and it was released',
      {
        stock: { T: 5, U: 5 },
        tasks: [reserving(one), reservingAgain(one, releasing)],
        products: untouched,
        statuses: ['released'],
      },
      20,
    ],
    [
      'when another run reserved the order and it was shipped',
      {
        stock: { T: 5, U: 5 },
        tasks: [reserving(one), reservingAgain(one, (state) => settle(state, 'A'))],
        products: { T: { onHand: 3, held: {} }, U: { onHand: 5, held: {} } },
        statuses: ['shipped'],
      },
      20,
    ],
    [
      'when there is not enough of its second line, and another run finds that too',
      {
        stock: { T: 5, U: 0 },
        tasks: [reserving(two), reserving(two)],
        products: { T: { onHand: 5, held: {} }, U: { onHand: 0, held: {} } },
        statuses: ['released'],
      },
      20,
    ],
    [
      'when two runs ship the order at once',
      {
        stock: { T: 5, U: 5 },
        tasks: [reservingAgain(one, (state) => settle(state, 'A')), reservingAgain(one, (state) => settle(state, 'A'))],
        products: { T: { onHand: 3, held: {} }, U: { onHand: 5, held: {} } },
        statuses: ['shipped'],
      },
      20,
    ],
  ])('%s', async (_what, plan, least) => {
    const points = await count(plan);
    console.log(`${points} points of choice`);
    expect(points).toBeGreaterThan(least);
  });
});

describe('whatever the order of their calls, two orders', () => {
  it('that want the last pieces do not both get them, and one does', async () => {
    const orders = await interleave({
      create: () => create({ T: 3 }),
      tasks: () => [reserving(one), reserving({ ...other, lines: one.lines })],
      always: nothingNegative,
      check: async (shop) => {
        const { held } = (await shop.product('T')) ?? { held: {} };
        expect([{ A: 2 }, { B: 2 }]).toContainEqual(held);
      },
    });
    expect(orders).toBeGreaterThan(20);
  });
});
