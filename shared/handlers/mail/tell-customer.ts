import { PortError } from '../../delivery/port-error.ts';
import type { Context } from '../../routing/context.ts';
import type { OrderPlaced } from '../../schemas/order.ts';
import type { OrderMail } from './order-mail.ts';
import { toMessage } from './to-message.ts';

type Sender = Pick<Context, 'mail' | 'log' | 'idempotencyKey'>;

/**
 * Sends a customer a mail where that can be done. An order ends all the same when there is no address, or when the mail server will never
 * take the mail; throws when it is only down.
 */
export async function tellCustomer(ctx: Sender, customer: OrderPlaced['customer'], mail: OrderMail): Promise<void> {
  const message = toMessage(mail, { customer, idempotencyKey: ctx.idempotencyKey });
  if (message === undefined) return ctx.log('the customer is not told by mail: the order has no usable address');
  try {
    await ctx.mail.send(message);
  } catch (thrown) {
    if (!(thrown instanceof PortError) || thrown.kind !== 'refused') throw thrown;
    ctx.log('the customer is not told by mail: the mail server refused it');
  }
}
