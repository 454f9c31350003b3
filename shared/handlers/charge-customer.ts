import type { Handler } from '../routing/context.ts';
import type { OrderPlaced } from '../schemas/order.ts';
import { misaddressed } from './order-key.ts';

/** Charges an order's total, once for the order and not once for the event: `payment.successful`, or `payment.failed` when it is declined. */
export const chargeCustomer: Handler<OrderPlaced, 'payment.successful' | 'payment.failed'> = async (event, ctx) => {
  const { orderId, totalAmount: amount, currency, payment } = event.data;
  const refusal = misaddressed(event, orderId);
  if (refusal !== undefined) return refusal;
  const answer = await ctx.payments.charge({ reference: orderId, amount, currency, token: payment.token });
  if (answer.kind === 'charged')
    return ctx.emit('payment.successful', { orderId, paymentId: answer.paymentId, amount, currency });
  ctx.emit('payment.failed', { orderId, code: answer.code, message: answer.message });
};
