import { STOCK } from '../../shared/handlers/stock/product.ts';
import type { OrderPlaced } from '../../shared/schemas/order.ts';
import { produce } from './workload.ts';
import type { World } from './world.ts';

/** An order, and what a seed has in mind for it. */
export type Order = OrderPlaced & {
  /** An event of it that never comes. */
  readonly loses: string | undefined;
  /** A route that fails for it until it is mended. */
  readonly breaks: string | undefined;
};

const HOUR = 3_600_000;
export const PRODUCTS: Readonly<Record<string, number>> = { lamp: 3, mug: 5, chair: 1 };

/**
 * Puts the stock on its shelves and has a few orders placed: declined, short, with events that are lost or a route that is broken, or just
 * orders.
 */
export function placeOrders(world: World): readonly Order[] {
  const { random, store, now } = world;
  for (const [sku, onHand] of Object.entries(PRODUCTS))
    void store.raw.put(STOCK, sku, { value: { onHand, held: {} }, if: 'absent', expiresAt: Number.MAX_SAFE_INTEGER });
  const orders = Array.from({ length: 1 + random.int(3) }, (_, index) => makeOrder(world, `A-${index + 1}`));
  now.isLost = (event) => orders.some(({ orderId, loses }) => event.type === loses && event.subject === orderId);
  now.isBroken = (route, subject) =>
    !now.isMended && orders.some(({ orderId, breaks }) => route === breaks && subject === orderId);
  for (const { loses: _, breaks: __, ...data } of orders) {
    const at = random.chance(0.9) ? random.int(HOUR / 6) : random.int(25 * HOUR);
    produce(world, { type: 'order.placed', subject: data.orderId, data }, at);
  }
  return orders;
}

function makeOrder({ random }: World, orderId: string): Order {
  const skus = Object.keys(PRODUCTS).filter(() => random.chance(0.5));
  const lines = (skus.length === 0 ? ['mug'] : skus).map((sku) => {
    return { sku, title: `The ${sku}`, quantity: 1 + random.int(random.chance(0.15) ? 8 : 2), unitAmount: 500 };
  });
  const loses = ['inventory.reserved', 'payment.successful', 'inventory.rejected', 'payment.failed'];
  return {
    orderId,
    placedAt: '2026-01-01T00:00:00Z',
    customer: { name: 'Ada', ...(random.chance(0.95) && { email: `${orderId}@example.com` }) },
    currency: 'EUR',
    lines,
    totalAmount: lines.reduce((sum, { quantity, unitAmount }) => sum + quantity * unitAmount, 0),
    payment: { token: random.pick(['tok_visa', 'tok_visa', 'tok_visa', 'tok_declined', 'tok_timeout']) },
    loses: random.chance(0.12) ? random.pick(loses) : undefined,
    breaks: random.chance(0.1) ? random.pick(['reserve', 'charge', 'ship', 'confirm']) : undefined,
  };
}
