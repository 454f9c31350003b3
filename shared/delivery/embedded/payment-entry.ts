import type { Charge, Payments } from '../../routing/context.ts';
import { digest } from '../digest.ts';

/** What a ledger holds of one reference. `contents` tells a repetition from another charge under the same name, without the token. */
export type PaymentEntry = { readonly reference: string } & (
  | {
      readonly status: 'charged' | 'refunded';
      readonly paymentId: string;
      readonly amount: number;
      readonly currency: string;
      readonly contents: string;
    }
  | { readonly status: 'declined'; readonly code: string; readonly message: string; readonly contents: string }
  /** A refund was asked for before any charge, so that none is taken any more. */
  | { readonly status: 'voided' }
);

/** The tokens with a meaning in the sandbox; every other one is charged. */
export const TOKENS = {
  declined: 'tok_declined',
  insufficient: 'tok_insufficient',
  /** Is charged, but the first call gets no answer. */
  timeout: 'tok_timeout',
  /** Is charged, and answered late. */
  slow: 'tok_slow',
} as const;

const DECLINES = new Map<string, { readonly code: string; readonly message: string }>([
  [TOKENS.declined, { code: 'card_declined', message: 'The card was declined.' }],
  [TOKENS.insufficient, { code: 'insufficient_funds', message: 'There is not enough money on the card.' }],
]);

/** The entry after a charge: the one that is there when the reference has one, else a new one. */
export function withCharge(found: PaymentEntry | undefined, charge: Charge, account = ''): PaymentEntry {
  if (found !== undefined) return found;
  const { reference, amount, currency, token } = charge;
  const contents = contentsOf(charge);
  const decline = DECLINES.get(token);
  if (decline !== undefined) return { reference, status: 'declined', ...decline, contents };
  const paymentId = `pay_${digest(account, reference)}`;
  return { reference, status: 'charged', paymentId, amount, currency, contents };
}

/** The entry after a refund: money that was taken is given back, and what was not taken yet is barred. */
export function withRefund(found: PaymentEntry | undefined, reference: string): PaymentEntry {
  if (found === undefined) return { reference, status: 'voided' };
  return found.status === 'charged' ? { ...found, status: 'refunded' } : found;
}

/** Whether the entry is of another charge that had the same reference. */
export function isOther(entry: PaymentEntry, charge: Charge): boolean {
  return entry.status !== 'voided' && entry.contents !== contentsOf(charge);
}

/** The answer to a charge, the same at each repetition: one that was given back was still made. */
export function toChargeAnswer(entry: PaymentEntry): Awaited<ReturnType<Payments['charge']>> {
  if (entry.status === 'voided')
    return { kind: 'declined', code: 'voided', message: 'The payment was called off before it was made.' };
  if (entry.status === 'declined') return { kind: 'declined', code: entry.code, message: entry.message };
  return { kind: 'charged', paymentId: entry.paymentId };
}

export function toRefundAnswer(entry: PaymentEntry): Awaited<ReturnType<Payments['refund']>> {
  if (entry.status !== 'refunded') return { kind: 'nothing' };
  const { paymentId, amount, currency } = entry;
  return { kind: 'refunded', paymentId, amount, currency };
}

function contentsOf({ amount, currency, token }: Charge): string {
  return digest(String(amount), currency, token);
}
