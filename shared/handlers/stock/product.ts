import type { StateStore } from '../../routing/context.ts';
import { isObject } from '../../schemas/json.ts';
import { NEVER, TRIES } from './contended.ts';

/** A product's record: the pieces in the house, and how many of them each order holds. */
export type Product = { readonly onHand: number; readonly held: Readonly<Record<string, number>> };

export const STOCK = 'stock';

/** Undefined for a product that nobody has. Throws when its record is none. */
export async function readProduct(state: StateStore, sku: string) {
  const found = await state.get(STOCK, sku);
  return found === undefined ? undefined : { product: toProduct(sku, found.value), version: found.version };
}

/** Whether the product was still as it was read, and is written. */
export async function writeProduct(state: StateStore, sku: string, write: { product: Product; over: string }) {
  const { product: value, over } = write;
  return (await state.put(STOCK, sku, { value, if: { version: over }, expiresAt: NEVER })) !== undefined;
}

/**
 * Changes a product. It is written even where nothing changes: the new version is what stops a run that has read the old one. False
 * when others came between each time.
 */
export async function changeProduct(
  state: StateStore,
  sku: string,
  change: (product: Product) => Product,
): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await readProduct(state, sku);
    if (found === undefined) return true;
    if (await writeProduct(state, sku, { product: change(found.product), over: found.version })) return true;
  }
  return false;
}

/** The pieces that an order holds. */
export function heldBy({ held }: Product, orderId: string): number {
  return Object.hasOwn(held, orderId) ? (held[orderId] ?? 0) : 0;
}

export function availableOf({ onHand, held }: Product): number {
  return Math.max(
    0,
    Object.values(held).reduce((left, quantity) => left - quantity, onHand),
  );
}

/** A product without an order's hold. */
export function withoutHold(product: Product, orderId: string): Product {
  return { ...product, held: Object.fromEntries(Object.entries(product.held).filter(([order]) => order !== orderId)) };
}

function toProduct(sku: string, value: unknown): Product {
  if (isProduct(value)) return value;
  throw new Error(
    `The stock record of ${JSON.stringify(sku)} is none: expected { onHand, held: { [orderId]: quantity } }`,
  );
}

function isProduct(value: unknown): value is Product {
  if (!isObject(value) || !Number.isSafeInteger(value.onHand) || !isObject(value.held)) return false;
  return Object.values(value.held).every((quantity) => Number.isSafeInteger(quantity) && Number(quantity) > 0);
}
