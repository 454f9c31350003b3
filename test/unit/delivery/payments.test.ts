import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Handle, serve } from '../../../local/http.ts';
import { createMemoryPayments } from '../../../shared/delivery/embedded/memory-payments.ts';
import { createHttpPayments } from '../../../shared/delivery/embedded/payments.ts';
import type { Charge } from '../../../shared/routing/context.ts';
import { describePayments } from '../../contract/payments.ts';
import { closedPort } from '../functions/closed-port.ts';
import { createGateways } from '../local/gateways.ts';

const gateways = createGateways();
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await gateways.close();
  for (const close of closers.splice(0)) await close();
});

describePayments('payments in memory', () => createMemoryPayments(new Map()));
describePayments('payments over HTTP', async () => createHttpPayments((await gateways.start()).url));

const charge: Charge = { reference: 'A-1001', amount: 1999, currency: 'EUR', token: 'tok_visa' };

async function serveWith(handle: Handle): Promise<string> {
  const server = await serve(handle);
  closers.push(server.close);
  return server.url;
}

function end(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { location: '/elsewhere' });
  response.end(body);
}

async function faultOf(work: Promise<unknown>): Promise<Error & { kind?: string }> {
  return work.then(
    () => {
      throw new Error('It did not fail');
    },
    (error: Error) => error,
  );
}

describe('a gateway that is not well', () => {
  it.each<[what: string, status: number, body: string, kind: string]>([
    ['500', 500, 'oops', 'unavailable'],
    ['503', 503, '', 'unavailable'],
    ['429', 429, '{}', 'unavailable'],
    ['a permission that is missing', 401, '{}', 'unavailable'],
    ['a path that is not there yet', 404, '{}', 'unavailable'],
    ['a redirection, which is not followed', 307, '', 'unavailable'],
    ['200 without a body', 200, '', 'unavailable'],
    ['200 with a page', 200, '<html>Welcome to the hotel</html>', 'unavailable'],
    ['200 with another JSON', 200, '[{"paymentId":"p"}]', 'unavailable'],
    ['200 with a payment that is none', 200, '{"paymentId":7,"refunded":"yes"}', 'unavailable'],
    ['200 with half an answer', 200, '{"refunded":true,"amount":1999,"currency":"EUR"}', 'unavailable'],
    ['400', 400, '{"message":"/amount: expected less"}', 'refused'],
    ['409', 409, '{}', 'refused'],
    ['413', 413, '', 'refused'],
    ['422', 422, '{}', 'refused'],
  ])('and answers %s', async (_what, status, body, kind) => {
    const url = await serveWith(async (_request, response) => end(response, status, body));
    const payments = createHttpPayments(url);
    for (const fault of [await faultOf(payments.charge(charge)), await faultOf(payments.refund('A-1001'))]) {
      expect(fault).toMatchObject({ name: 'PortError', port: 'payments', kind });
      expect(fault.message).toContain(String(status));
    }
  });

  it('and declines without saying why in so many words is a decline all the same', async () => {
    const url = await serveWith(async (_request, response) => end(response, 402, '{"code":"no"}'));
    expect(await createHttpPayments(url).charge(charge)).toEqual({ kind: 'declined', code: 'no', message: '' });
  });

  it('and says what is wrong with a request is quoted, shortened', async () => {
    const message = `/amount: expected less ${'x'.repeat(1_000)}`;
    const url = await serveWith(async (_request, response) => end(response, 400, JSON.stringify({ message })));
    const fault = await faultOf(createHttpPayments(url).charge(charge));
    expect(fault.message).toContain('/amount: expected less');
    expect(fault.message.length).toBeLessThan(300);
  });

  it('and is not there is unavailable, and named', async () => {
    const place = await closedPort();
    const fault = await faultOf(createHttpPayments(`http://${place}`).charge(charge));
    expect(fault).toMatchObject({ kind: 'unavailable' });
    expect(fault.message).toContain(place);
  });

  it('and stops in the middle of its answer is unavailable', async () => {
    const url = await serveWith(async (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"paymentId":', () => response.destroy());
    });
    expect(await faultOf(createHttpPayments(url).charge(charge))).toMatchObject({ kind: 'unavailable' });
  });

  it('and never ends its answer is given up, and its connection closed', async () => {
    const closed = Promise.withResolvers<void>();
    const url = await serveWith(async (_request, response) => {
      response.once('close', closed.resolve);
      response.writeHead(200);
      response.write('{');
    });
    const fault = await faultOf(createHttpPayments(url).charge(charge));
    expect(fault).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('no answer within') });
    await closed.promise;
  });
});

describe('the URL of a gateway', () => {
  it('may have a path with or without a slash at its end, and a query', async () => {
    const paths: (string | undefined)[] = [];
    const url = await serveWith(async (request, response) => {
      paths.push(request.url);
      end(response, 200, '{"refunded":false}');
    });
    for (const path of ['', '/', '/gcp', '/gcp/', '/gcp?key=1']) await createHttpPayments(url + path).refund('A-1001');
    expect(paths).toEqual([
      '/v1/refunds',
      '/v1/refunds',
      '/gcp/v1/refunds',
      '/gcp/v1/refunds',
      '/gcp/v1/refunds?key=1',
    ]);
  });

  it('may carry a user and a password, which go into a header and into no message', async () => {
    const logins: (string | undefined)[] = [];
    const url = await serveWith(async (request, response) => {
      logins.push(request.headers.authorization);
      end(response, 500, '');
    });
    const withLogin = url.replace('http://', 'http://shop:s%C3%A9cret%40@');
    const faults = [
      await faultOf(createHttpPayments(withLogin).charge(charge)),
      await faultOf(createHttpPayments(`http://shop:s%C3%A9cret%40@${await closedPort()}`).charge(charge)),
    ];
    expect(logins).toEqual([`Basic ${Buffer.from('shop:sécret@').toString('base64')}`]);
    for (const { message, cause } of faults) {
      const all = `${message} ${JSON.stringify(cause)} ${String(cause)}`;
      expect(all).not.toMatch(/s(é|%C3%A9)cret/i);
    }
  });

  it.each(['', 'payments', 'ftp://x:secret@y', 'http://x:secret@'])(
    'that is none (%j) is refused at once, unseen',
    (url) => {
      expect(() => createHttpPayments(url)).toThrow(/^PAYMENTS_URL is not a URL: expected (?!.*secret)/);
    },
  );
});
