import { digest } from '../digest.ts';

/** A reference as the `Idempotency-Key` header carries it: itself, or its digest where no header could hold it (RFC 9110, §5.5). */
export function paymentKey(reference: string): string {
  return /^[\x21-\x7e]{1,255}$/.test(reference) ? reference : digest(reference);
}
