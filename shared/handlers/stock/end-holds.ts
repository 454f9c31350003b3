import type { StateStore } from '../../routing/context.ts';
import type { Outcome } from '../../routing/outcome.ts';
import { contended } from './contended.ts';
import type { Line } from './line.ts';
import { changeProduct, heldBy, type Product, withoutHold } from './product.ts';

/** Who ends an order's holds, once its reservation is closed: `shipped` pieces leave the house, others become available again. */
export type Ending = { readonly orderId: string; readonly lines: readonly Line[]; readonly shipped: boolean };

/** Ends the holds on every product of an order. Undefined once all are ended; what an earlier run did is not done again. */
export async function endHolds(state: StateStore, ending: Ending): Promise<Outcome | undefined> {
  for (const { sku } of ending.lines) {
    if (!(await changeProduct(state, sku, (product) => withEnded(product, ending))))
      return contended(`the stock of ${sku}`);
  }
}

function withEnded(product: Product, { orderId, shipped }: Ending): Product {
  const { onHand } = product;
  const ended = withoutHold(product, orderId);
  return shipped ? { ...ended, onHand: onHand - heldBy(product, orderId) } : ended;
}
