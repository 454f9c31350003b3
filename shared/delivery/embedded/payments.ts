import type { Payments } from '../../routing/context.ts';
import { isObject, parseJson } from '../../schemas/json.ts';
import { inTime } from '../in-time.ts';
import { patience } from '../patience.ts';
import { kindOfStatus, messageOf, PortError } from '../port-error.ts';
import { paymentKey } from './payment-key.ts';

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/**
 * Payments over HTTP, by the protocol in local/payments/README.md, from `https://[user:password@]host[:port][/path]`. One attempt a call:
 * what had no answer may have been done, and is asked for again, with the same reference, by whoever tries the event again.
 */
export function createHttpPayments(url: string): Payments {
  const post = createPost(url);
  return {
    charge: async (charge) => {
      const { status, body } = await post('charges', charge, [200, 402]);
      const { paymentId, code, message } = body;
      if (status === 200 && isText(paymentId)) return { kind: 'charged', paymentId };
      if (status === 402 && isText(code)) return { kind: 'declined', code, message: String(message ?? '') };
      throw nonsense('charges', status);
    },
    refund: async (reference) => {
      const { status, body } = await post('refunds', { reference }, [200]);
      const { refunded, paymentId, amount, currency } = body;
      if (refunded === false) return { kind: 'nothing' };
      if (refunded === true && isText(paymentId) && Number.isSafeInteger(amount) && isText(currency))
        return { kind: 'refunded', paymentId, amount: Number(amount), currency };
      throw nonsense('refunds', status);
    },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** User and password travel in a header: a URL with them would be refused by fetch, in a message that shows them. */
function createPost(url: string) {
  if (!/^https?:/i.test(url) || !URL.canParse(url))
    throw new Error('PAYMENTS_URL is not a URL: expected the payment gateway, such as https://payments.example');
  const base = new URL(url);
  const login = [base.username, base.password].map(decodeURIComponent).join(':');
  const authorization = login === ':' ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
  base.username = base.password = base.hash = '';
  return async (what: string, body: { readonly reference: string }, expected: readonly number[]): Promise<Answer> => {
    const target = new URL(base);
    target.pathname = `${base.pathname.replace(/\/+$/, '')}/v1/${what}`;
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': paymentKey(body.reference),
      ...authorization,
    };
    const init = { method: 'POST', headers, body: JSON.stringify(body), redirect: 'manual' } as const;
    const answer = await ask(target, init);
    if (expected.includes(answer.status)) return answer;
    throw refusal(what, answer);
  };
}

async function ask(target: URL, init: RequestInit): Promise<Answer> {
  try {
    return await inTime(patience.answer, async (signal) => {
      const response = await fetch(target, { ...init, signal });
      const body = parseJson(await response.text());
      return { status: response.status, body: body.ok && isObject(body.value) ? body.value : {} };
    });
  } catch (cause) {
    const under = isObject(cause) && isObject(cause.cause) ? `: ${messageOf(cause.cause)}` : '';
    throw new PortError('unavailable', 'payments', { message: `${messageOf(cause)}${under}`, cause });
  }
}

/** 409 says that the reference was used for something else, which no repetition changes. */
function refusal(what: string, { status, body }: Answer): PortError {
  const words = typeof body.message === 'string' ? `: ${body.message.slice(0, 200)}` : '';
  const kind = status === 409 ? 'refused' : kindOfStatus(status);
  return new PortError(kind, 'payments', { message: `/v1/${what} was answered ${status}${words}` });
}

function nonsense(what: string, status: number): PortError {
  return new PortError('unavailable', 'payments', {
    message: `/v1/${what} was answered ${status} with a body that is no answer`,
  });
}
