import type { OrderPlaced } from '../../schemas/order.ts';
import { money } from './money.ts';
import type { OrderMail } from './order-mail.ts';
import { plainMail } from './plain-mail.ts';

export type Cancelled = {
  readonly reason: string;
  /** In the currency's minor unit; undefined when nothing was paid. */
  readonly refunded: { readonly amount: number; readonly currency: string } | undefined;
};

/** The mail that says that an order was cancelled, why, and what becomes of the money. */
export function cancelledMail(order: OrderPlaced, { reason, refunded }: Cancelled): OrderMail {
  const paid =
    refunded === undefined
      ? 'You have paid nothing for it.'
      : `What you paid for it, ${money(BigInt(refunded.amount), refunded.currency)}, is on its way back to you.`;
  return plainMail({
    subject: `Your order ${order.orderId} was cancelled`,
    name: order.customer.name,
    paragraphs: [`we are sorry: we had to cancel your order ${order.orderId}: ${reason.replace(/\.$/, '')}.`, paid],
  });
}
