import * as z from 'zod/mini';
import { Amount, Currency } from './order.ts';

const name = z.string().check(z.minLength(1));
const payment = z.object({ orderId: name, paymentId: name, amount: Amount, currency: Currency });

export const PaymentSuccessful = payment;
export type PaymentSuccessful = z.infer<typeof PaymentSuccessful>;

export const PaymentFailed = z.object({ orderId: name, code: name, message: z.string() });
export type PaymentFailed = z.infer<typeof PaymentFailed>;

export const PaymentRefunded = payment;
export type PaymentRefunded = z.infer<typeof PaymentRefunded>;
