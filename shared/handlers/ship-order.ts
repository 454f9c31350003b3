import { digest } from '../delivery/digest.ts';
import type { JoinHandler } from '../routing/join.ts';
import { shippedMail } from './mail/shipped-mail.ts';
import { tellCustomer } from './mail/tell-customer.ts';
import { settle } from './stock/settle.ts';

/** Who brings every parcel. */
const CARRIER = 'Waybill Post';

/**
 * Ships an order whose stock is reserved and whose money is paid: takes the pieces out of the stock, tells the customer and emits
 * `order.shipped`. Its numbers follow from the order alone, so that a second run ships the same parcel.
 */
export const shipOrder: JoinHandler<'order.placed', 'order.shipped'> = async ({ key: orderId, get }, ctx) => {
  const outcome = await settle(ctx.state, orderId);
  if (outcome !== undefined) return outcome;
  const shipmentId = `shp_${digest(ctx.idempotencyKey, 'shipment')}`;
  const tracking = `WB${digest(ctx.idempotencyKey, 'tracking').slice(0, 12).toUpperCase()}`;
  const order = get('order.placed')?.data;
  if (order !== undefined) await tellCustomer(ctx, order.customer, shippedMail(order, { carrier: CARRIER, tracking }));
  ctx.emit('order.shipped', { orderId, shipmentId, carrier: CARRIER, tracking }, { subject: orderId });
};
