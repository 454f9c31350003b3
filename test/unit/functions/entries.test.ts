import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startLambdaHost } from '../../../local/hosts/lambda/host.ts';
import { toSampleEvent } from '../../../local/samples/to-sample-event.ts';
import { DUE, dueKey } from '../../../shared/delivery/due.ts';
import { createSqliteState } from '../../../shared/delivery/embedded/sqlite-state.ts';
import { ROOT } from '../../e2e/support/checkout.ts';
import { startChild } from '../../e2e/support/child.ts';
import { createClosers } from '../../e2e/support/closers.ts';
import { findPort } from '../../e2e/support/free-port.ts';
import asyncRecord from '../../fixtures/aws/async-failure-record.json' with { type: 'json' };
import s3 from '../../fixtures/aws/s3.json' with { type: 'json' };
import blobCreated from '../../fixtures/azure/blob-created.event-grid.json' with { type: 'json' };
import deadLetters from '../../fixtures/azure/dead-letter.cloudevents.json' with { type: 'json' };
import attributes from '../../fixtures/gcp/dead-letter-attributes.json' with { type: 'json' };
import push from '../../fixtures/gcp/pubsub-push.json' with { type: 'json' };
import { until } from '../../until.ts';

const closers = createClosers();
afterAll(closers.closeAll);

/** Folders for one adapter, and what is in them. */
async function createFolders() {
  const root = await mkdtemp(join(tmpdir(), 'waybill-entries-'));
  closers.add({ close: () => rm(root, { recursive: true, force: true }) });
  const names = ['BLOB_ROOT', 'MAIL_ROOT', 'EVENTS_ROOT', 'DEAD_LETTER_ROOT', 'STATE_ROOT'];
  const folders = names.map((name) => [name, join(root, name)] as const);
  for (const [, folder] of folders) await mkdir(folder);
  const lettersIn = async () => {
    const files = (await readdir(join(root, 'DEAD_LETTER_ROOT'))).filter((name) => name.endsWith('.json'));
    return Promise.all(
      files.map(async (name) => JSON.parse(await readFile(join(root, 'DEAD_LETTER_ROOT', name), 'utf8'))),
    );
  };
  const write = async (path: string, value: unknown) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), JSON.stringify(value));
  };
  return {
    root,
    env: Object.fromEntries(folders),
    letters: lettersIn,
    write,
    mails: () => readdir(join(root, 'MAIL_ROOT')),
  };
}

type Folders = Awaited<ReturnType<typeof createFolders>>;

/** An adapter's module in a process of its own; gives its address. */
async function startEntry(args: readonly string[], env: Record<string, string>, ready: RegExp) {
  const child = closers.add(startChild(args, { cwd: ROOT, env }));
  return { child, url: (await child.says(ready))[1] ?? '' };
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** One letter for each route that wants an order, and for nothing else. */
async function expectLetters(folders: Folders, event: { readonly id: string }, reason: RegExp) {
  const letters = await folders.letters();
  expect(letters.map(({ route }) => route).sort()).toEqual(['charge', 'confirm', 'reserve', 'ship']);
  const letter = { code: 'given-up', reason: expect.stringMatching(reason), attempts: 0, event: { id: event.id } };
  for (const one of letters) expect(one).toMatchObject(letter);
  expect(await folders.mails()).toEqual([]);
}

describe('what a platform gave up on is filed, and is not routed', () => {
  const event = toSampleEvent('order.placed');

  it('through the Functions Framework', async () => {
    const folders = await createFolders();
    const { url } = await startEntry(['test/fixtures/gcp-dead-letters.ts'], folders.env, /listening on (\S+)/);
    const data = Buffer.from(JSON.stringify(event)).toString('base64');
    expect((await post(url, { ...push, message: { ...push.message, attributes, data } })).status).toBe(204);
    await expectLetters(folders, event, /^Pub\/Sub gave up on it: after 5 deliveries/);
  }, 30_000);

  it('through the Azure host, which sweeps too', async () => {
    const folders = await createFolders();
    const state = createSqliteState(folders.env.STATE_ROOT ?? '', Date.now);
    const entry = { v: 1, join: 'ship', key: 'A-1', due: 0 } as const;
    await state.put(DUE, dueKey(entry), { value: entry, if: 'absent', expiresAt: Date.now() + 60_000 });
    const { url } = await startEntry(['local/hosts/azure.ts'], folders.env, /"url":"([^"]+)"/);
    const name = 'ROUTER/2026/1/1/0/1.json';
    await folders.write(`BLOB_ROOT/letters/${name}`, [{ ...deadLetters[0], ...event }]);
    const notice = { ...blobCreated, subject: `/blobServices/default/containers/letters/blobs/${name}` };
    const headers = { 'aeg-event-type': 'Notification' };
    const answer = await post(`${url}/runtime/webhooks/eventgrid?functionName=dead-letters`, [notice], headers);
    expect(answer.status).toBe(202);
    await expectLetters(folders, event, /^Event Grid gave up on it: MaxDeliveryAttemptsExceeded/);
    expect((await post(`${url}/admin/functions/sweep`, {})).status).toBe(202);
    await until('the sweep', async () => (await state.list(DUE, { limit: 1 })).length === 0);
    expect(await readFile(join(folders.root, 'EVENTS_ROOT', 'events.ndjson'), 'utf8')).toContain('waybill.join.due');
  }, 30_000);

  it('through the Lambda runtime', async () => {
    const folders = await createFolders();
    const key = 'aws/lambda/async/router/2026/01/01/2026-01-01T00.00.00-1';
    await folders.write(`BLOB_ROOT/on-failure/${key}`, { ...asyncRecord, requestPayload: event });
    const handlerModule = join(ROOT, 'test/fixtures/aws-dead-letters.ts');
    const env = { ...folders.env, ON_FAILURE_BUCKET: 'on-failure' };
    const host = closers.add(
      await startLambdaHost({ functionName: 'dead-letters', handlerModule, env, onLog: () => {} }),
    );
    const [upload] = s3.Records;
    const object = { ...upload?.s3.object, key };
    const notice = { Records: [{ ...upload, s3: { ...upload?.s3, bucket: { name: 'on-failure' }, object } }] };
    const answer = await post(`${host.url}/2015-03-31/functions/dead-letters/invocations`, notice);
    expect([answer.status, answer.headers.get('x-amz-function-error')]).toEqual([200, null]);
    await expectLetters(folders, event, /^Lambda gave up on it: RetriesExhausted at invocation 3/);
  }, 30_000);
});

describe('SIGTERM', () => {
  it('ends what runs in the Functions Framework, which costs the event no attempt', async () => {
    const folders = await createFolders();
    const held: Socket[] = [];
    // A mail server that takes connections and never says a word.
    const silent = createServer((socket) => void held.push(socket.on('error', () => {})));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    closers.add({ close: async () => void silent.close() });
    const { MAIL_ROOT: _, ...env } = folders.env;
    const address = silent.address() as { port: number }; // of a TCP server
    const port = await findPort();
    const args = [
      'node_modules/.bin/functions-framework',
      '--target=router',
      '--source=functions/gcp/index.ts',
      `--port=${port}`,
    ];
    const { child } = await startEntry(args, { ...env, SMTP_URL: `smtp://127.0.0.1:${address.port}` }, /URL: (\S+)/);
    const answer = post(`http://127.0.0.1:${port}/`, toSampleEvent('order.placed'));
    await until('the mail to be sent', () => held.length > 0);
    child.signalGroup('SIGTERM');
    expect((await answer).status).toBe(429);
    expect(await child.ended).toBe(0);
    for (const socket of held) socket.destroy();
    const claims = await createSqliteState(folders.env.STATE_ROOT ?? '', Date.now).list('claims', { limit: 10 });
    const confirm = claims.find(({ key }) => key.startsWith('confirm|'));
    expect(confirm).toMatchObject({ value: { status: 'waiting', attempt: 0 } });
  }, 30_000);
});
