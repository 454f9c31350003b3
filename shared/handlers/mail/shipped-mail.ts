import type { OrderPlaced, OrderShipped } from '../../schemas/order.ts';
import type { OrderMail } from './order-mail.ts';
import { plainMail } from './plain-mail.ts';

/** The mail that says that an order is on its way. */
export function shippedMail(order: OrderPlaced, parcel: Pick<OrderShipped, 'carrier' | 'tracking'>): OrderMail {
  return plainMail({
    subject: `Your order ${order.orderId} is on its way`,
    name: order.customer.name,
    paragraphs: [
      `your order ${order.orderId} has left our house with ${parcel.carrier}.`,
      `Its tracking number is ${parcel.tracking}.`,
    ],
  });
}
