import { digest } from '../delivery/digest.ts';
import type { Context, Payments } from '../routing/context.ts';
import type { Joined, JoinHandler } from '../routing/join.ts';
import { superseded } from '../routing/outcome.ts';
import { type Answered, cancelReason } from './cancel-reason.ts';
import { cancelledMail } from './mail/cancelled-mail.ts';
import { tellCustomer } from './mail/tell-customer.ts';
import { release } from './stock/release.ts';
import type { Reservation } from './stock/reservation.ts';

type Emits = 'order.cancelled' | 'stock.released' | 'payment.refunded';
type Refund = Awaited<ReturnType<Payments['refund']>>;

/**
 * Ends an order that cannot be shipped. Whatever came, its stock and its money are given back and barred from being taken later; a second
 * run does all of it again, in the same order, to the same end. What was given back is told by the first run that cancels the order,
 * be it the join's or a straggler's. A straggler, which comes when the order has its end already, neither ends it again nor sends mail.
 */
export const cancelOrder: JoinHandler<Answered, Emits> = async (joined, ctx) => {
  const { key: orderId, why } = joined;
  const by = digest(ctx.idempotencyKey);
  const released = await release(ctx.state, { orderId, by });
  if ('kind' in released) return released;
  if (released.status === 'shipped') return superseded('the order was shipped');
  const refund = await ctx.payments.refund(orderId);
  if (released.cancelledBy === by) announce(ctx, orderId, { released, refund });
  if (why === 'straggler') return;
  await mail(ctx, joined, refund);
  ctx.emit('order.cancelled', { orderId, reason: cancelReason(joined) }, { subject: orderId });
};

type Given = { readonly released: Reservation; readonly refund: Refund };

function announce({ emit }: Context<Emits>, orderId: string, { released, refund }: Given): void {
  const subject = orderId;
  // What was never announced as reserved needs not be announced as released.
  const lines = released.wasHeld ? released.lines.map((line) => ({ ...line })) : [];
  if (lines.length > 0) emit('stock.released', { orderId, lines }, { subject });
  if (refund.kind === 'nothing') return;
  const { paymentId, amount, currency } = refund;
  emit('payment.refunded', { orderId, paymentId, amount, currency }, { subject });
}

async function mail(ctx: Context<Emits>, joined: Joined<Answered>, refund: Refund): Promise<void> {
  const order = joined.get('order.placed')?.data;
  if (order === undefined) return;
  const refunded = refund.kind === 'refunded' ? refund : undefined;
  await tellCustomer(ctx, order.customer, cancelledMail(order, { reason: cancelReason(joined), refunded }));
}
