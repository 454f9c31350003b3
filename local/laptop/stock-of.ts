import { type Product, readProduct } from '../../shared/handlers/stock/product.ts';
import type { StateStore } from '../../shared/routing/context.ts';
import { SAMPLE_STOCK } from '../samples/sample-stock.ts';

/** What is on a cloud's shelves, by product. */
export type Shelves = ReadonlyMap<string, Product>;

export async function stockOf(state: StateStore): Promise<Shelves> {
  const shelves = new Map<string, Product>();
  for (const sku of SAMPLE_STOCK.keys()) {
    const found = await readProduct(state, sku);
    if (found !== undefined) shelves.set(sku, found.product);
  }
  return shelves;
}
