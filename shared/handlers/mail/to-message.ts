import { digest } from '../../delivery/digest.ts';
import type { MailMessage } from '../../routing/context.ts';
import type { OrderPlaced } from '../../schemas/order.ts';
import { mailAddress } from './mail-address.ts';
import { oneLine } from './one-line.ts';
import type { OrderMail } from './order-mail.ts';

export type Addressed = { readonly customer: OrderPlaced['customer']; readonly idempotencyKey: string };

/**
 * A mail to a customer; undefined when there is no address. The `Message-ID` follows from the idempotency key alone, so a mail that is sent
 * again after a crash is the same mail to whatever recognises a repetition.
 */
export function toMessage(mail: OrderMail, { customer, idempotencyKey }: Addressed): MailMessage | undefined {
  const address = mailAddress(customer.email);
  if (address === undefined) return undefined;
  return { to: { name: oneLine(customer.name), address }, ...mail, messageId: `<${digest(idempotencyKey)}@waybill>` };
}
