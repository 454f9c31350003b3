import type { Handler } from '../routing/context.ts';
import { reject } from '../routing/outcome.ts';
import type { OrderPlaced } from '../schemas/order.ts';
import { orderMail } from './mail/order-mail.ts';
import { toMessage } from './mail/to-message.ts';

/** Sends a customer the confirmation of an order. An order without an address is a reject `no-address`. */
export const confirmOrder: Handler<OrderPlaced> = async ({ data: order }, ctx) => {
  const { customer } = order;
  const message = toMessage(orderMail(order), { customer, idempotencyKey: ctx.idempotencyKey });
  if (message !== undefined) return ctx.mail.send(message);
  const fault = (customer.email ?? '').trim() === '' ? 'is missing' : 'is not an e-mail address';
  return reject('no-address', `The order’s customer.email ${fault}, so that no confirmation can be sent.`);
};
