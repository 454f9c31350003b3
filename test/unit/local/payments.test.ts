import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startGateway } from '../../../local/payments/gateway.ts';
import { createHttpPayments } from '../../../shared/delivery/embedded/payments.ts';
import { isObject } from '../../../shared/schemas/json.ts';
import { createGateways } from './gateways.ts';

const gateways = createGateways();
afterEach(gateways.close);

const charge = { reference: 'A-1001', amount: 1999, currency: 'EUR', token: 'tok_visa' };
const headers = { 'content-type': 'application/json', 'idempotency-key': charge.reference };

function post(url: string, body: unknown, given: Readonly<Record<string, string>> = headers) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(url, { method: 'POST', headers: given, body: text });
}

async function entriesOf(url: string): Promise<unknown> {
  const answer: unknown = await (await fetch(`${url}/v1/ledger`)).json();
  return isObject(answer) ? answer.entries : undefined;
}

describe('the sandbox gateway', () => {
  it('keeps each merchant’s books for itself', async () => {
    const { url } = await gateways.start();
    const ids = new Set<string>();
    for (const account of ['', '/gcp', '/azure', '/aws']) {
      expect(await entriesOf(url + account)).toEqual([]);
      const charged = await createHttpPayments(url + account).charge(charge);
      ids.add(charged.kind === 'charged' ? charged.paymentId : '');
      expect(await entriesOf(url + account)).toMatchObject([{ reference: 'A-1001', status: 'charged', amount: 1999 }]);
    }
    expect(ids.size).toBe(4);
    await createHttpPayments(`${url}/gcp`).refund('A-1001');
    expect(await entriesOf(`${url}/gcp`)).toMatchObject([{ status: 'refunded' }]);
    expect(await entriesOf(`${url}/aws`)).toMatchObject([{ status: 'charged' }]);
  });

  it('lists what came of each reference, in the order of their first use and without tokens', async () => {
    const { url } = await gateways.start();
    const payments = createHttpPayments(url);
    await payments.charge({ ...charge, reference: 'z' });
    await payments.charge({ ...charge, reference: 'b', token: 'tok_declined' });
    await payments.refund('a');
    await payments.refund('z');
    expect(await entriesOf(url)).toMatchObject([
      { reference: 'z', status: 'refunded' },
      { reference: 'b', status: 'declined', code: 'card_declined' },
      { reference: 'a', status: 'voided' },
    ]);
    expect(JSON.stringify(await entriesOf(url))).not.toContain('tok_');
  });

  it('charges once though many ask at once', async () => {
    const { url } = await gateways.start();
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(`${url}/v1/charges`, charge)));
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    expect(await entriesOf(url)).toHaveLength(1);
  });

  it('knows after a restart what it answered before, also what nobody heard', async () => {
    const folder = await gateways.newFolder();
    const first = await gateways.start(folder);
    const charged = await createHttpPayments(first.url).charge(charge);
    const silent = { ...charge, reference: 'A-2', token: 'tok_timeout' };
    const gaveUp = new AbortController();
    const unheard = fetch(`${first.url}/v1/charges`, {
      method: 'POST',
      headers: { 'idempotency-key': 'A-2' },
      body: JSON.stringify(silent),
      signal: gaveUp.signal,
    }).catch(() => 'gave up');
    while (JSON.stringify(await entriesOf(first.url)).includes('A-2') === false);
    gaveUp.abort();
    expect(await unheard).toBe('gave up');
    await createHttpPayments(first.url).refund('A-3');
    await first.close();
    const payments = createHttpPayments((await gateways.start(folder)).url);
    expect(await payments.charge(charge)).toEqual(charged);
    expect(await payments.charge(silent)).toMatchObject({ kind: 'charged' });
    expect(await payments.charge({ ...charge, reference: 'A-3' })).toMatchObject({ code: 'voided' });
    await expect(payments.charge({ ...charge, amount: 1 })).rejects.toMatchObject({ kind: 'refused' });
  });

  it('shares a folder with another process, and still charges once', async () => {
    const folder = await gateways.newFolder();
    const urls = [(await gateways.start(folder)).url, (await gateways.start(folder)).url];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => post(`${urls[index % 2]}/v1/charges`, charge)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await entriesOf(urls[0] ?? '')).toHaveLength(1);
  });

  it('does not start on a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
    await expect(startGateway({ port, folder: await gateways.newFolder() })).rejects.toThrow('EADDRINUSE');
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('a request that the gateway cannot take', () => {
  const { reference: _, ...unnamed } = charge;
  it.each<[what: string, body: unknown, field: string | undefined, got: string]>([
    ['no JSON', '{"reference":', undefined, 'an early end'],
    ['no body', '', undefined, ''],
    ['a list', [charge], undefined, 'an array of 1'],
    ['no reference', unnamed, '/reference', 'nothing'],
    ['an amount as a text', { ...charge, amount: '19.99' }, '/amount', '"19.99"'],
    ['a fraction', { ...charge, amount: 19.99 }, '/amount', '19.99'],
    ['a negative amount', { ...charge, amount: -1 }, '/amount', '-1'],
    ['an amount beyond what is exact', { ...charge, amount: 2 ** 53 }, '/amount', '9007199254740992'],
    ['a currency in small letters', { ...charge, currency: 'eur' }, '/currency', '"eur"'],
    ['no token', { ...charge, token: '' }, '/token', '""'],
    ['a key that is of something else', { ...charge, reference: 'A-2' }, 'Idempotency-Key', '"A-1001"'],
  ])('because it is %s says so, and charges nothing', async (_what, body, field, got) => {
    const { url } = await gateways.start();
    const answer = await post(`${url}/v1/charges`, body);
    expect(answer.status).toBe(400);
    const problem: unknown = await answer.json();
    expect(problem).toMatchObject({ code: expect.any(String), expected: expect.any(String) });
    expect(problem).toMatchObject({ ...(field === undefined ? {} : { field }), ...(got === '' ? {} : { got }) });
    expect(await entriesOf(url)).toEqual([]);
  });

  it('for want of its key says so', async () => {
    const { url } = await gateways.start();
    const answer = await post(`${url}/v1/refunds`, { reference: 'A-1001' }, {});
    expect([answer.status, await answer.json()]).toMatchObject([400, { field: 'Idempotency-Key', got: 'nothing' }]);
    expect(await entriesOf(url)).toEqual([]);
  });

  it('by its path, method or size is answered 404, 405 or 413', async () => {
    const { url } = await gateways.start();
    const large = await post(`${url}/v1/charges`, { ...charge, token: 'x'.repeat(70_000) });
    const statuses = await Promise.all(
      ['/', '/v1/charge', '/a/b/v1/charges', '//', '/v1/charges/'].map(
        async (path) => (await post(url + path, charge)).status,
      ),
    );
    expect(statuses).toEqual([404, 404, 404, 404, 404]);
    expect((await fetch(`${url}/v1/charges`)).status).toBe(405);
    expect((await post(`${url}/v1/ledger`, {})).status).toBe(405);
    expect(large.status).toBe(413);
  });
});

describe('the gateway’s own process', () => {
  const script = join(import.meta.dirname, '../../../local/payments/main.ts');

  async function startProcess(env: NodeJS.ProcessEnv) {
    const child = spawn(process.execPath, [script], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const exited = once(child, 'exit');
    const words: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => words.push(line));
    const line = Promise.race([once(createInterface({ input: child.stdout }), 'line'), exited.then(() => [''])]);
    return { child, exited, words, line: String((await line)[0]) };
  }

  it('says where it listens, keeps its books through SIGKILL, and ends with who started it', async () => {
    const env = { PORT: '0', PAYMENTS_ROOT: await gateways.newFolder(), WAYBILL_CHILD: '1' };
    const first = await startProcess(env);
    const { url, message, cloud } = JSON.parse(first.line);
    expect([message, cloud]).toEqual(['listening', 'payments']);
    const charged = await createHttpPayments(`${url}/gcp`).charge(charge);
    first.child.kill('SIGKILL');
    await first.exited;
    const second = await startProcess(env);
    expect(await createHttpPayments(`${JSON.parse(second.line).url}/gcp`).charge(charge)).toEqual(charged);
    second.child.stdin.end();
    expect(await second.exited).toEqual([0, null]);
  });

  it('does not start without a folder, and says which variable is missing', async () => {
    const { exited, words } = await startProcess({ PORT: '0', PAYMENTS_ROOT: '' });
    expect(await exited).toEqual([1, null]);
    expect(words.join('\n')).toContain('PAYMENTS_ROOT is not set');
  });
});
