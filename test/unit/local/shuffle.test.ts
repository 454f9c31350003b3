import { describe, expect, it } from '@jest/globals';
import { sampleOrder } from '../../../local/samples/sample-order.ts';
import { toSampleEvent } from '../../../local/samples/to-sample-event.ts';
import { explore } from '../../../local/shuffle/explore.ts';
import { shuffleOrder } from '../../../local/shuffle/shuffle-order.ts';
import { route } from '../../../shared/routing/route.ts';
import { defineRoutes } from '../../../shared/routing/table.ts';
import { OrderPlaced } from '../../../shared/schemas/order.ts';

function place(token: string) {
  return toSampleEvent('order.placed', { ...sampleOrder(), payment: { token } });
}

describe('one order, its events in every order and each once or twice', () => {
  it.each([
    { what: 'paid and in stock', token: 'tok', outOfStock: false, end: 'shipped', money: 6_598 },
    { what: 'declined', token: 'tok_declined', outOfStock: false, end: 'cancelled', money: 0 },
    { what: 'out of stock', token: 'tok', outOfStock: true, end: 'cancelled', money: 0 },
    { what: 'declined and out of stock', token: 'tok_declined', outOfStock: true, end: 'cancelled', money: 0 },
  ])('comes to one end: $what', async ({ what, token, outOfStock, end, money }) => {
    const found = await shuffleOrder(place(token), { outOfStock });
    expect(found.ends.map((reached) => reached.end)).toMatchObject([{ end, money, isBalanced: true }]);
    expect(found.orders).toBeGreaterThan(1_000_000n);
    console.log(`shuffle, ${what}: ${found.orders} orders of delivery, ${found.states} states, 1 end`);
  });
});

describe('exploring', () => {
  it('finds every end of a table that depends on the order', async () => {
    const write = (name: string) =>
      route({
        name,
        on: 'order.placed',
        schema: OrderPlaced,
        handle: async (_event, { state }) => {
          await state.put('last', 'one', { value: name, if: 'absent', expiresAt: 1 });
        },
      });
    const found = await explore({
      table: defineRoutes([write('a'), write('b')]),
      event: place('tok'),
      open: async () => {},
      close: async ({ state }) => (await state.get('last', 'one'))?.value,
    });
    expect(found.ends.map(({ end }) => end).sort()).toEqual(['a', 'b']);
    // ab, ba; with one of them twice aab aba baa, and the same for b; with both twice 4! / (2! · 2!)
    expect(found.orders).toBe(2n + 3n + 3n + 6n);
  });
});
