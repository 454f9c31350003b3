import { NEVER } from '../../shared/handlers/stock/contended.ts';
import { STOCK } from '../../shared/handlers/stock/product.ts';
import type { StateStore } from '../../shared/routing/context.ts';
import { SAMPLE_STOCK } from '../samples/sample-stock.ts';

/** Puts the samples' products on the shelf. What an earlier run has left there stays. */
export async function seedStock(state: StateStore): Promise<void> {
  for (const [sku, onHand] of SAMPLE_STOCK)
    await state.put(STOCK, sku, { value: { onHand, held: {} }, if: 'absent', expiresAt: NEVER });
}
