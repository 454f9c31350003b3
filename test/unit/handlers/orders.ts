import { type RouteTrial, testRoute } from '../../../shared/delivery/test-route.ts';
import { routes } from '../../../shared/routes.ts';
import type { OrderPlaced } from '../../../shared/schemas/order.ts';

export const order: OrderPlaced = {
  orderId: 'A-1001',
  placedAt: '2026-01-31T23:30:00+09:00',
  customer: { name: 'Ada Lovelace', email: 'ada@example.com' },
  currency: 'EUR',
  lines: [
    { sku: 'T-1', title: 'Tea', quantity: 2, unitAmount: 199 },
    { sku: 'C-1', title: 'Cup', quantity: 1, unitAmount: 1601 },
  ],
  totalAmount: 1999,
  payment: { token: 'tok' },
};

/** Gives an order to the table's own confirm route. */
export function place(
  data: unknown,
  attributes: { readonly id?: string; readonly source?: string } = {},
): Promise<RouteTrial> {
  const confirm = routes.routes.find(({ name }) => name === 'confirm');
  if (confirm === undefined) throw new Error('The table has no route "confirm"');
  return testRoute(confirm, {
    specversion: '1.0',
    id: 'e-1',
    source: '/shop',
    type: 'order.placed',
    ...attributes,
    data,
  });
}

/** The order with another customer. */
export function from(customer: { readonly name?: string; readonly email?: string | undefined }): unknown {
  return { ...order, customer: { ...order.customer, ...customer } };
}
