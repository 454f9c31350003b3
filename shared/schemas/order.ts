import * as z from 'zod/mini';

const name = z.string().check(z.minLength(1));

/** ISO 4217, three capital letters. */
export const Currency = z.string().check(z.regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as EUR'));
/** Money in the currency's minor unit: 1999 EUR is 19.99 euros. */
export const Amount = z.int().check(z.nonnegative());
export const Quantity = z.int().check(z.positive());

/** The e-mail address may be missing: an order without one is still an order, and who sends mail says what that means. */
export const OrderPlaced = z.object({
  orderId: name,
  placedAt: z.iso.datetime({ offset: true }),
  customer: z.object({ name, email: z.optional(z.string()) }),
  currency: Currency,
  lines: z.array(z.object({ sku: name, title: name, quantity: Quantity, unitAmount: Amount })).check(z.minLength(1)),
  totalAmount: Amount,
  payment: z.object({ token: name }),
});
export type OrderPlaced = z.infer<typeof OrderPlaced>;

export const OrderShipped = z.object({ orderId: name, shipmentId: name, carrier: name, tracking: name });
export type OrderShipped = z.infer<typeof OrderShipped>;

export const OrderCancelled = z.object({ orderId: name, reason: name });
export type OrderCancelled = z.infer<typeof OrderCancelled>;
