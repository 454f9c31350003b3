import { digest } from '../delivery/digest.ts';
import type { Handler } from '../routing/context.ts';
import { reject } from '../routing/outcome.ts';
import type { OrderPlaced } from '../schemas/order.ts';
import { mailAddress } from './mail/mail-address.ts';
import { oneLine } from './mail/one-line.ts';
import { orderMail } from './mail/order-mail.ts';

/**
 * Sends a customer the confirmation of an order. The `Message-ID` follows from the event and the route alone, so a mail that is sent
 * again after a crash is the same mail to whatever recognises a repetition. An order without an address is a reject `no-address`.
 */
export const confirmOrder: Handler<OrderPlaced> = async ({ data: order }, ctx) => {
  const { name, email } = order.customer;
  const address = mailAddress(email);
  if (address === undefined) {
    const fault = (email ?? '').trim() === '' ? 'is missing' : 'is not an e-mail address';
    return reject('no-address', `The order’s customer.email ${fault}, so that no confirmation can be sent.`);
  }
  const messageId = `<${digest(ctx.idempotencyKey)}@waybill>`;
  await ctx.mail.send({ to: { name: oneLine(name), address }, ...orderMail(order), messageId });
};
