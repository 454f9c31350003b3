import type { Joined } from '../routing/join.ts';

/** The events that an order's end depends on. */
export type Answered =
  | 'order.placed'
  | 'inventory.reserved'
  | 'inventory.rejected'
  | 'payment.successful'
  | 'payment.failed';

/** Why an order is cancelled, in words for a customer. */
export function cancelReason({ get }: Joined<Answered>): string {
  const reasons = [outOfStock(get), declined(get)].filter((reason) => reason !== undefined);
  return reasons.length > 0 ? reasons.join('; ') : unanswered(get);
}

type Get = Joined<Answered>['get'];

function outOfStock(get: Get): string | undefined {
  const short = get('inventory.rejected')?.data.short;
  const titleOf = (sku: string) => get('order.placed')?.data.lines.find((line) => line.sku === sku)?.title ?? sku;
  const products = short?.map(({ sku, wanted, available }) => `${titleOf(sku)} (${available} of ${wanted})`);
  return products && `out of stock: ${products.join(', ')}`;
}

function declined(get: Get): string | undefined {
  const failed = get('payment.failed')?.data;
  return failed && `payment declined: ${failed.message || failed.code}`;
}

function unanswered(get: Get): string {
  if (get('order.placed') === undefined) return 'the order itself did not come in time';
  const missing = [
    ...(get('inventory.reserved') === undefined ? ['the stock'] : []),
    ...(get('payment.successful') === undefined ? ['the payment'] : []),
  ];
  return `not answered in time by ${missing.join(' and ') || 'the shop'}`;
}
