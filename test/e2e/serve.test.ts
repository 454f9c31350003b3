import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { CLOUDS, type CloudName } from '../../local/laptop/cloud.ts';
import { startGateway } from '../../local/payments/gateway.ts';
import { toSampleEvent } from '../../local/samples/to-sample-event.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { ROOT } from './support/checkout.ts';
import { type Child, runChild, startChild } from './support/child.ts';
import { createClosers } from './support/closers.ts';
import { findPort, holdPort } from './support/free-port.ts';
import { NATIVE_CALLS } from './support/native-calls.ts';
import { startNpm } from './support/npm.ts';

const closers = createClosers();
afterAll(closers.closeAll);

/** Five new folders and a payment gateway, and the variables that name them. */
async function createFolders() {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-serve-'));
  closers.add({ close: () => rm(folder, { recursive: true, force: true }) });
  const names = ['BLOB_ROOT', 'MAIL_ROOT', 'EVENTS_ROOT', 'DEAD_LETTER_ROOT', 'STATE_ROOT'] as const;
  const gateway = closers.add(await startGateway({ folder: join(folder, 'payments') }));
  const roots = Object.fromEntries(names.map((name) => [name, join(folder, name)]));
  const env = { ...roots, PAYMENTS_URL: gateway.url };
  return {
    env,
    roots: Object.values(roots),
    in: (name: (typeof names)[number], ...path: readonly string[]) => join(folder, name, ...path),
  };
}

type Folders = Awaited<ReturnType<typeof createFolders>>;

async function call(cloud: CloudName, url: string, body: object): Promise<void> {
  const { path, headers, done } = NATIVE_CALLS[cloud];
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect([response.status, response.headers.get('x-amz-function-error')]).toEqual([done, null]);
}

async function readEvents(folders: Folders): Promise<readonly CloudEvent[]> {
  const text = await readFile(folders.in('EVENTS_ROOT', 'events.ndjson'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as CloudEvent); // the function wrote it
}

describe.each(CLOUDS)('npm run serve:%s', (cloud) => {
  let folders: Folders;
  let child: Child;
  let url = '';

  beforeAll(async () => {
    folders = await createFolders();
    const port = String(await findPort());
    child = closers.add(
      startNpm(['run', '--silent', `serve:${cloud}`], { cwd: ROOT, env: { ...folders.env, PORT: port } }),
    );
    await child.says(/"message":"listening"/);
    url = `http://127.0.0.1:${port}`;
  }, 60_000);

  it('says where it listens and where everything goes', () => {
    expect(child.stdout()).toContain(`"url":"${url}"`);
    for (const folder of folders.roots) expect(child.stderr()).toContain(`${folder} (new)`);
  });

  it('confirms an order with a mail in MAIL_ROOT, charges it, and tells of that in EVENTS_ROOT', async () => {
    await call(cloud, url, NATIVE_CALLS[cloud].order(toSampleEvent('order.placed')));
    const told = (await readEvents(folders)).map(({ type, subject }) => `${type} ${subject}`);
    // Nobody has put anything on the shelves.
    expect(told.sort()).toEqual(['inventory.rejected order-1', 'payment.successful order-1']);
    const mails = await readdir(folders.in('MAIL_ROOT'));
    expect(mails).toEqual([expect.stringMatching(/\.eml$/)]);
    expect(await readFile(folders.in('MAIL_ROOT', mails.join()), 'utf8')).toMatch(
      /^To: Ada Lovelace <ada@example\.com>$/m,
    );
  });

  it('resizes an upload in BLOB_ROOT, and tells of it in EVENTS_ROOT', async () => {
    await mkdir(folders.in('BLOB_ROOT', 'uploads', 'pets'), { recursive: true });
    const photo = sharp({ create: { width: 1600, height: 900, channels: 3, background: '#a06040' } });
    await photo.toFile(folders.in('BLOB_ROOT', 'uploads', 'pets', 'cat.jpg'));
    await call(cloud, url, NATIVE_CALLS[cloud].upload('pets/cat.jpg'));
    const thumbnails = await readdir(folders.in('BLOB_ROOT', 'thumbnails', 'thumbnails', 'pets'));
    expect(thumbnails.sort()).toEqual(['cat-1024.jpg', 'cat-320.jpg']);
    const events = await readEvents(folders);
    expect(events.filter(({ type }) => type === 'blob.resized')).toMatchObject([{ subject: 'pets/cat.jpg' }]);
  });

  it('files what can never be an event in DEAD_LETTER_ROOT, and is then done with it', async () => {
    await call(cloud, url, NATIVE_CALLS[cloud].bad);
    const letters = await readdir(folders.in('DEAD_LETTER_ROOT'));
    expect(letters).toEqual([expect.stringMatching(/\.json$/)]);
    const letter: unknown = JSON.parse(await readFile(folders.in('DEAD_LETTER_ROOT', letters.join()), 'utf8'));
    expect(letter).toMatchObject({ code: expect.any(String), reason: expect.any(String), raw: expect.any(String) });
  });

  it('ends at Ctrl-C', async () => {
    child.signalGroup('SIGINT');
    await child.ended;
    await expect(fetch(url)).rejects.toThrow();
  });
});

describe('npm run serve', () => {
  it('says in a sentence that its port is taken', async () => {
    const { port } = closers.add(await holdPort());
    const { env } = await createFolders();
    const serve = (cloud: string) =>
      runChild([join(ROOT, 'local', 'serve.ts'), cloud], { cwd: ROOT, env: { ...env, PORT: String(port) } });
    for (const { code, stdout, stderr } of await Promise.all(CLOUDS.map(serve))) {
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr.split('\n').filter((line) => !/^[A-Z_]+_ROOT /.test(line))).toEqual([
        `Port ${port} is taken: set PORT to a free one`,
        '',
      ]);
    }
  }, 60_000);

  it('names the clouds to somebody who asks for another', async () => {
    const { code, stderr } = await runChild([join(ROOT, 'local', 'serve.ts'), 'ibm'], { cwd: ROOT });
    expect([code, stderr]).toEqual([2, 'No such cloud: expected gcp, azure, aws, got "ibm"\n']);
  });
});

describe('the Functions Framework’s own command line', () => {
  it('serves the Google Cloud adapter from its source', async () => {
    const folders = await createFolders();
    const port = await findPort();
    const command = join(ROOT, 'node_modules', '.bin', 'functions-framework');
    const args = ['--source=functions/gcp/index.ts', '--target=router', '--signature-type=http', `--port=${port}`];
    const child = closers.add(startChild([command, ...args], { cwd: ROOT, env: folders.env }));
    const url = `http://127.0.0.1:${port}`;
    await child.waitFor('server', () => fetch(url).catch(() => undefined));
    await call('gcp', url, NATIVE_CALLS.gcp.order(toSampleEvent('order.placed')));
    expect(await readdir(folders.in('MAIL_ROOT'))).toHaveLength(1);
  }, 60_000);
});
