import type { Payments } from '../../routing/context.ts';
import { PortError } from '../port-error.ts';
import {
  isOther,
  type PaymentEntry,
  TOKENS,
  toChargeAnswer,
  toRefundAnswer,
  withCharge,
  withRefund,
} from './payment-entry.ts';

/** Payments in a Map from reference to entry, by the rules and tokens of the sandbox gateway: for tests. */
export function createMemoryPayments(ledger: Map<string, PaymentEntry>): Payments {
  return {
    charge: async (charge) => {
      const found = ledger.get(charge.reference);
      const entry = withCharge(found, charge);
      if (isOther(entry, charge)) throw failure('refused', 'the reference was used for another charge');
      ledger.set(charge.reference, entry);
      if (found === undefined && charge.token === TOKENS.timeout) throw failure('unavailable', 'no answer');
      return toChargeAnswer(entry);
    },
    refund: async (reference) => {
      const entry = withRefund(ledger.get(reference), reference);
      ledger.set(reference, entry);
      return toRefundAnswer(entry);
    },
  };
}

function failure(kind: PortError['kind'], message: string): PortError {
  return new PortError(kind, 'payments', { message });
}
