import {
  isOther,
  TOKENS,
  toChargeAnswer,
  toRefundAnswer,
  withCharge,
  withRefund,
} from '../../shared/delivery/embedded/payment-entry.ts';
import { describe, type Problem } from '../../shared/schemas/result.ts';
import type { Ledger } from './ledger.ts';
import { parseCharge, parseRefund } from './parse-request.ts';

/** What is answered, and how many milliseconds later; `never` leaves the client waiting. */
export type Reply = { readonly status: number; readonly body: object; readonly after?: number | 'never' };

/** A request to one account's books. */
export type Call = {
  readonly ledger: Ledger;
  readonly account: string;
  readonly body: Uint8Array;
  readonly key: unknown;
};

/** How long `tok_slow` waits: long for a person, and still within a client's patience. */
const SLOW = 1_500;

export function charge({ ledger, account, body, key }: Call): Reply {
  const parsed = parseCharge(body, key);
  if (!parsed.ok) return refuse(400, parsed.error);
  const { reference, token } = parsed.value;
  const { before, entry } = ledger.change({ account, reference }, (found) => withCharge(found, parsed.value, account));
  if (isOther(entry, parsed.value)) return refuse(409, reused);
  const { kind, ...rest } = toChargeAnswer(entry);
  const reply = { status: kind === 'charged' ? 200 : 402, body: rest };
  return before === undefined && kind === 'charged' ? { ...reply, ...delay(token) } : reply;
}

export function refund({ ledger, account, body, key }: Call): Reply {
  const parsed = parseRefund(body, key);
  if (!parsed.ok) return refuse(400, parsed.error);
  const { reference } = parsed.value;
  const { entry } = ledger.change({ account, reference }, (found) => withRefund(found, reference));
  const { kind, ...rest } = toRefundAnswer(entry);
  return { status: 200, body: { refunded: kind === 'refunded', ...rest } };
}

/** `{ code, message, field?, expected?, got? }`, the message with all of it in words. */
export function refuse(status: number, problem: Problem): Reply {
  const { code, at, expected, got } = problem;
  return { status, body: { code, message: describe(problem), field: at, expected, got } };
}

const reused = { code: 'reference-reused', message: 'The reference was used for another charge' };

function delay(token: string): Pick<Reply, 'after'> {
  if (token === TOKENS.timeout) return { after: 'never' };
  return token === TOKENS.slow ? { after: SLOW } : {};
}
