import type { OrderPlaced } from '../../shared/schemas/order.ts';

/** An order that a shop could have taken now: `id` makes it tell from the next. Amounts are in cents and add up. */
export function sampleOrder(id: string | number = 1): OrderPlaced {
  const lines = [
    { sku: 'TEA-100', title: 'Darjeeling tea, 100 g', quantity: 2, unitAmount: 799 },
    { sku: 'CUP-BLUE', title: 'Cup, blue', quantity: 4, unitAmount: 1250 },
  ];
  return {
    orderId: typeof id === 'number' ? `order-${id}` : id,
    placedAt: new Date().toISOString(),
    customer: { name: 'Ada Lovelace', email: 'ada@example.com' },
    currency: 'EUR',
    lines,
    totalAmount: lines.reduce((total, { quantity, unitAmount }) => total + quantity * unitAmount, 0),
    payment: { token: 'tok_sample' },
  };
}
