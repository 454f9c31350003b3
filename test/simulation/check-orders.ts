import { type Product, STOCK } from '../../shared/handlers/stock/product.ts';
import { type Order, PRODUCTS } from './orders.ts';
import type { World } from './world.ts';

/** Each order was shipped or cancelled; its stock left the house and its money stayed, or neither. */
export async function checkOrders(world: World, orders: readonly Order[]): Promise<void> {
  const shipped = orders.filter((order) => checkEnd(world, order) === 'shipped');
  for (const [sku, onHand] of Object.entries(PRODUCTS)) {
    const found = await world.store.raw.get(STOCK, sku);
    const product = found?.value as Product; // what placeOrders put there, as the handlers changed it
    const gone = shipped.flatMap(({ lines }) => lines).filter((line) => line.sku === sku);
    const left = gone.reduce((rest, { quantity }) => rest - quantity, onHand);
    if (product.onHand !== left) world.find(`${product.onHand} of ${sku} are on hand: expected ${left} of ${onHand}`);
    const held = JSON.stringify(product.held);
    if (held !== '{}') world.find(`${sku} is held for ever: ${held}`);
  }
}

function checkEnd(world: World, order: Order): 'shipped' | 'cancelled' {
  const { orderId, totalAmount } = order;
  const { find, store, counts } = world;
  const [shipped, cancelled] = [tellings(world, 'order.shipped', orderId), tellings(world, 'order.cancelled', orderId)];
  if (shipped + cancelled !== 1) find(`order ${orderId} was shipped ${shipped} times and cancelled ${cancelled} times`);
  const end = shipped > 0 ? 'shipped' : 'cancelled';
  counts.add(`orders: ${end}`);
  const entry = store.ledger.get(orderId);
  const kept = entry?.status === 'charged' ? entry.amount : 0;
  const owed = end === 'shipped' ? totalAmount : 0;
  if (kept !== owed) find(`${kept} was kept of order ${orderId}, which was ${end}: expected ${owed}`);
  const mails = store.mails.filter(({ to }) => to.address === `${orderId}@example.com`);
  const different = new Set(mails.map(({ messageId }) => messageId)).size;
  const isTold = order.customer.email === undefined ? different === 0 : different === 1 || different === 2;
  if (!isTold) find(`order ${orderId} had ${different} mails: expected its confirmation and its end`);
  return end;
}

/** How many events of this type, duplicates aside, tell of an order. */
function tellings({ ledger }: World, type: string, orderId: string): number {
  const events = ledger.parcels().filter(({ event }) => event?.type === type && event.subject === orderId);
  return new Set(events.map(({ event }) => event?.id)).size;
}
