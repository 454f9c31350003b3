import type { StateStore } from '../../routing/context.ts';
import { TRIES } from './contended.ts';
import type { Line } from './line.ts';
import { availableOf, heldBy, type Product, readProduct, writeProduct } from './product.ts';
import { readReservation, type Short } from './reservation.ts';

/** `over`: the reservation is not open any more. `contended`: others came between each time. */
export type Hold = { readonly kind: 'held' | 'over' | 'contended' } | { readonly kind: 'short'; readonly short: Short };

/**
 * Holds a line for an order whose reservation is open; what it holds already stays. The product is read first, then the reservation,
 * then the product is written over just what was read. Who closes the reservation writes every product after that: so a run that
 * was long suspended finds the reservation closed or the product changed, and can hold nothing behind the back of the one that closed it.
 */
export async function hold(state: StateStore, orderId: string, line: Line): Promise<Hold> {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await readProduct(state, line.sku);
    const reservation = await readReservation(state, orderId);
    if (reservation?.reservation.status !== 'holding') return { kind: 'over' };
    if (found !== undefined && heldBy(found.product, orderId) > 0) return { kind: 'held' };
    const available = found === undefined ? 0 : availableOf(found.product);
    if (found === undefined || available < line.quantity)
      return { kind: 'short', short: { sku: line.sku, wanted: line.quantity, available } };
    const product = withHold(found.product, orderId, line);
    if (byteLength(product) > LARGEST) return { kind: 'contended' };
    if (await writeProduct(state, line.sku, { product, over: found.version })) return { kind: 'held' };
  }
  return { kind: 'contended' };
}

/** How much of a line could not be had now, without holding any of it. */
export async function shortOf(state: StateStore, { sku, quantity }: Line): Promise<readonly Short[]> {
  const found = await readProduct(state, sku);
  const available = found === undefined ? 0 : availableOf(found.product);
  return available < quantity ? [{ sku, wanted: quantity, available }] : [];
}

/** What a state record holds: more orders than fit wait until others have been shipped. */
const LARGEST = 32 * 1024;

function byteLength(product: Product): number {
  return Buffer.byteLength(JSON.stringify(product));
}

function withHold(product: Product, orderId: string, { quantity }: Line): Product {
  return { ...product, held: { ...product.held, [orderId]: quantity } };
}
