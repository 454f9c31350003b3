import { sampleOrder } from '../../local/samples/sample-order.ts';
import { toSampleEvent } from '../../local/samples/to-sample-event.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';

/** What each worker gets: an order that is shipped, one that is declined, and one whose confirmation nobody can send. */
export const ORDERS = [
  { orderId: 'paid', token: 'tok_ok', email: 'ada@example.com', end: 'order.shipped' },
  { orderId: 'declined', token: 'tok_declined', email: 'ada@example.com', end: 'order.cancelled' },
  { orderId: 'nameless', token: 'tok_ok', email: '', end: 'order.shipped' },
] as const;

export type Order = (typeof ORDERS)[number];

/** Of each product of the sample order, pieces in the house at the start. */
export const STOCK = new Map(sampleOrder().lines.map(({ sku }) => [sku, 100]));

export function toPlaced({ orderId, token, email }: Order): CloudEvent {
  const order = sampleOrder(orderId);
  return toSampleEvent('order.placed', { ...order, customer: { ...order.customer, email }, payment: { token } });
}

/** What is left of a product once all orders have their end. */
export function leftOf(sku: string): number {
  const shipped = ORDERS.filter(({ end }) => end === 'order.shipped').length;
  const each = sampleOrder().lines.find((line) => line.sku === sku)?.quantity ?? 0;
  return (STOCK.get(sku) ?? 0) - shipped * each;
}
