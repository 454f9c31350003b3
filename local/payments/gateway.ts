import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Problem } from '../../shared/schemas/result.ts';
import { BodyTooLarge, type Listening, readBody, sendJson, serve } from '../http.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { charge, type Reply, refund, refuse } from './reply.ts';

/** 0 takes any free port; the host is the loopback address unless told; `folder` is where the ledger is kept, and is made when it is not there. */
export type GatewayOptions = { readonly port?: number; readonly host?: string | undefined; readonly folder: string };

const LARGEST = 64 * 1024;

/** A payment gateway without a bank behind it: see the README beside this file. Throws when the port is taken. */
export async function startGateway({ port = 0, host, folder }: GatewayOptions): Promise<Listening> {
  const ledger = openLedger(folder);
  try {
    const listening = await serve(
      async (request, response) => send(response, await reply(ledger, request)),
      port,
      host,
    );
    return { ...listening, close: () => listening.close().finally(ledger.close) };
  } catch (error) {
    ledger.close();
    throw error;
  }
}

const METHODS = { charges: 'POST', refunds: 'POST', ledger: 'GET' } as const;

async function reply(ledger: Ledger, request: IncomingMessage): Promise<Reply> {
  const [pathname = ''] = (request.url ?? '').split('?');
  const [, account = '', what = ''] = /^(?:\/([\w-]+))?\/v1\/(charges|refunds|ledger)$/.exec(pathname) ?? [];
  if (what === '') return refuse(404, noSuch(pathname));
  const method = METHODS[what as keyof typeof METHODS]; // the expression takes no other
  if (request.method !== method) return refuse(405, wrongMethod(method, request.method));
  if (what === 'ledger') return { status: 200, body: { entries: ledger.list(account) } };
  try {
    const body = await readBody(request, LARGEST);
    const call = { ledger, account, body, key: request.headers['idempotency-key'] };
    return what === 'charges' ? charge(call) : refund(call);
  } catch (error) {
    if (error instanceof BodyTooLarge) return refuse(413, tooLarge);
    throw error;
  }
}

function send(response: ServerResponse, { status, body, after = 0 }: Reply): void {
  if (after === 'never') return;
  if (after === 0) {
    sendJson(response, status, body);
    return;
  }
  const timer = setTimeout(() => sendJson(response, status, body), after);
  // The client may give up first.
  response.once('close', () => clearTimeout(timer));
}

const tooLarge = { code: 'too-large', message: 'The body is too large', expected: `at most ${LARGEST} bytes` };

function noSuch(path: string): Problem {
  const expected = '[/ACCOUNT]/v1/charges, /v1/refunds or /v1/ledger';
  return { code: 'not-found', message: 'There is nothing here', expected, got: path.slice(0, 100) };
}

function wrongMethod(expected: string, got = 'none'): Problem {
  return { code: 'method-not-allowed', message: 'The method does not fit', expected, got };
}
