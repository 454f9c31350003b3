import { paymentKey } from '../../shared/delivery/embedded/payment-key.ts';
import type { Charge } from '../../shared/routing/context.ts';
import { isObject, parseJson } from '../../shared/schemas/json.ts';
import { fail, ok, type Result, show } from '../../shared/schemas/result.ts';

type Fields = Readonly<Record<string, unknown>>;
type Check = { readonly expected: string; readonly holds: (value: unknown) => boolean };

const text: Check = { expected: 'a text', holds: (value) => typeof value === 'string' && value !== '' };

const CHARGE: Readonly<Record<keyof Charge, Check>> = {
  reference: text,
  amount: {
    expected: 'a whole number of minor units from 0',
    holds: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  },
  currency: {
    expected: 'an ISO 4217 code such as EUR',
    holds: (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value),
  },
  token: text,
};

/** The charge that a request's body and `Idempotency-Key` ask for. */
export function parseCharge(body: Uint8Array, key: unknown): Result<Charge> {
  const parsed = parseFields(body, key, CHARGE);
  return parsed.ok ? ok(parsed.value as Charge) : parsed; // each field was checked
}

export function parseRefund(body: Uint8Array, key: unknown): Result<Pick<Charge, 'reference'>> {
  const parsed = parseFields(body, key, { reference: text });
  return parsed.ok ? ok(parsed.value as Pick<Charge, 'reference'>) : parsed; // likewise
}

function parseFields(body: Uint8Array, key: unknown, checks: Readonly<Record<string, Check>>): Result<Fields> {
  const json = parseJson(body);
  if (!json.ok) return fail({ expected: 'a JSON document', ...json.error });
  const fields = json.value;
  if (!isObject(fields))
    return fail({ code: 'bad-request', message: 'The body is none', expected: 'a JSON object', got: show(fields) });
  for (const [field, { expected, holds }] of Object.entries(checks)) {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (!holds(value)) return bad(`/${field}`, expected, value);
  }
  const wanted = paymentKey(String(fields.reference));
  return key === wanted
    ? ok(fields)
    : bad('Idempotency-Key', 'the reference, or its digest where no header can hold it', key);
}

function bad(at: string, expected: string, value: unknown) {
  return fail({ code: 'bad-request', message: 'A field does not fit', at, expected, got: show(value) });
}
