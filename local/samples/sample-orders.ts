import type { OrderPlaced } from '../../shared/schemas/order.ts';
import { sampleOrder } from './sample-order.ts';

/** One of the orders of a first run, what is peculiar to it, and how it is to end. */
export type SampleOrder = {
  readonly kind: 'plain' | 'declined' | 'paid-first' | 'no-address';
  readonly title: string;
  readonly end: 'shipped' | 'cancelled';
  readonly order: OrderPlaced;
};

/** The orders of a first run; the first one is called `order-FIRST`. */
export function sampleOrders(first: number): readonly SampleOrder[] {
  const [plain, declined, paidFirst, noAddress] = [0, 1, 2, 3].map((place) => sampleOrder(first + place));
  if (!plain || !declined || !paidFirst || !noAddress) throw new Error('Four numbers make four orders');
  return [
    { kind: 'plain', title: 'in stock and paid', end: 'shipped', order: plain },
    {
      kind: 'declined',
      title: 'its card is declined, so that its stock is released',
      end: 'cancelled',
      order: { ...declined, payment: { token: 'tok_declined' } },
    },
    {
      kind: 'paid-first',
      title: 'paid at the checkout before it was placed, and charged once',
      end: 'shipped',
      order: paidFirst,
    },
    {
      kind: 'no-address',
      title: 'placed without an address: its confirmation needs a redrive',
      end: 'shipped',
      order: { ...noAddress, customer: { name: noAddress.customer.name } },
    },
  ];
}
