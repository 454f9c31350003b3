import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { stampOf } from '../../cli/build/manifest.ts';
import { CLOUDS, type CloudName } from '../../local/laptop/cloud.ts';
import { startGateway } from '../../local/payments/gateway.ts';
import { toSampleEvent } from '../../local/samples/to-sample-event.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { until } from '../until.ts';
import { type Running, runUnzipped, type Unzipped, unzip } from './support/built-function.ts';
import { copyCheckout, ROOT } from './support/checkout.ts';
import { type Finished, runChild } from './support/child.ts';
import { createClosers } from './support/closers.ts';
import { NATIVE_CALLS } from './support/native-calls.ts';

const closers = createClosers();
afterAll(closers.closeAll);

let out = '';
let build: Finished;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'waybill-dist-'));
  closers.add({ close: () => rm(out, { recursive: true, force: true }) });
  build = await runBuild(ROOT, ['--out', out, '--json']);
}, 120_000);

function runBuild(root: string, args: readonly string[]): Promise<Finished> {
  return runChild([join(root, 'cli', 'build.ts'), ...args], { cwd: root });
}

describe('npm run build', () => {
  it('makes a zip for each cloud, and says how much each is and how long it takes to load', () => {
    expect(build).toMatchObject({ code: 0, stderr: expect.stringContaining('aws: bundle and zip\n') });
    const adapters = JSON.parse(build.stdout);
    expect(Object.keys(adapters)).toEqual([...CLOUDS]);
    for (const cloud of CLOUDS)
      expect(adapters[cloud]).toMatchObject({
        zip: join(out, `${cloud}.zip`),
        bytes: expect.any(Number),
        beforeFirstEvent: { bytes: expect.any(Number), imports: expect.any(Array) },
        coldStart: { ms: expect.any(Number), nodeMs: expect.any(Number), runs: expect.any(Number) },
        onFirstUse: expect.arrayContaining([expect.objectContaining({ name: 'sharp' })]),
      });
  });

  it('writes a manifest of every zip and every file in it', async () => {
    const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
    for (const cloud of CLOUDS) {
      const { bytes, sha256, files } = manifest[cloud];
      expect({ bytes, sha256 }).toEqual(stampOf(await readFile(join(out, `${cloud}.zip`))));
      for (const name of ['index.js', 'package.json', 'THIRD-PARTY.txt'])
        expect(files[name]).toEqual(stampOf(await readFile(join(out, cloud, name))));
    }
  });

  it('says in a sentence which cloud it does not know', async () => {
    const { code, stderr } = await runBuild(ROOT, ['--only', 'ibm']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Allowed choices are gcp, azure, aws')]);
  });
});

describe('npm run build in another folder', () => {
  it('makes the same bytes of the same source, and fails with a sentence for a table or an import that cannot be deployed', async () => {
    const checkout = closers.add(await copyCheckout());
    const dist = join(checkout.root, 'dist');
    const again = await runBuild(checkout.root, ['--only', 'aws']);
    expect(again.code).toBe(0);
    expect(stampOf(await readFile(join(dist, 'aws.zip')))).toEqual(stampOf(await readFile(join(out, 'aws.zip'))));

    await checkout.edit('shared/handlers/confirm-order.ts', (text) => `import 'nodemailer';\n${text}`);
    const heavy = await runBuild(checkout.root, ['--only', 'aws']);
    expect([heavy.code, heavy.stdout, heavy.stderr]).toEqual([
      1,
      '',
      expect.stringMatching(
        /functions\/aws\/index\.ts loads \d+ KB of code before the first event: expected at most 200 KB\. Most of it: nodemailer \d+ KB \(imported by shared\/handlers\/confirm-order\.ts\)/,
      ),
    ]);

    await checkout.edit('shared/routes.ts', (text) => text.replace("name: 'resize'", "name: 'confirm'"));
    const bad = await runBuild(checkout.root, ['--only', 'aws']);
    expect([bad.code, bad.stderr]).toEqual([
      1,
      'Route confirm, name: two routes have this name: expected names that differ\n',
    ]);
  }, 120_000);
});

/** What the clouds themselves send; on AWS, what comes by the queue that the module for it makes. */
const CALLS = {
  gcp: NATIVE_CALLS.gcp,
  azure: NATIVE_CALLS.azure,
  aws: {
    ...NATIVE_CALLS.aws,
    order: (event: CloudEvent) => queued(event),
    upload: (name: string) => queued(NATIVE_CALLS.aws.upload(name)),
  },
};

function queued(body: object): object {
  const place = { eventSource: 'aws:sqs', eventSourceARN: 'arn:aws:sqs:us-east-1:1:uploads', awsRegion: 'us-east-1' };
  const record = {
    messageId: 'm',
    receiptHandle: 'r',
    body: JSON.stringify(body),
    attributes: {},
    messageAttributes: {},
  };
  return { Records: [{ ...record, ...place }] };
}

async function call(cloud: CloudName, url: string, body: object): Promise<Response> {
  const { path, headers } = CALLS[cloud];
  return fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

describe.each(CLOUDS)('the zip for %s, unzipped where there is nothing else', (cloud) => {
  let unzipped: Unzipped;
  const folderOf = (name: string) => join(unzipped.data, name);

  beforeAll(async () => {
    unzipped = closers.add(await unzip(join(out, `${cloud}.zip`)));
  }, 60_000);

  describe('over folders', () => {
    let running: Running;

    beforeAll(async () => {
      const names = ['BLOB_ROOT', 'MAIL_ROOT', 'EVENTS_ROOT', 'DEAD_LETTER_ROOT', 'STATE_ROOT'];
      const gateway = closers.add(await startGateway({ folder: folderOf('payments') }));
      for (const name of names) await mkdir(folderOf(name), { recursive: true });
      const env = Object.fromEntries(names.map((name) => [name, folderOf(name)]));
      running = closers.add(await runUnzipped(cloud, unzipped, { ...env, PAYMENTS_URL: gateway.url }));
    }, 60_000);

    it('resizes a photo', async () => {
      await mkdir(join(folderOf('BLOB_ROOT'), 'uploads'), { recursive: true });
      const photo = sharp({ create: { width: 1600, height: 900, channels: 3, background: '#a06040' } });
      await photo.toFile(join(folderOf('BLOB_ROOT'), 'uploads', 'cat.jpg'));
      const { status } = await call(cloud, running.url, CALLS[cloud].upload('cat.jpg'));
      expect(status).toBe(CALLS[cloud].done);
      const thumbnails = join(folderOf('BLOB_ROOT'), 'thumbnails', 'thumbnails');
      expect((await readdir(thumbnails)).sort()).toEqual(['cat-1024.jpg', 'cat-320.jpg']);
      expect(await sharp(join(thumbnails, 'cat-320.jpg')).metadata()).toMatchObject({ format: 'jpeg', width: 320 });
    });

    it('confirms an order with a mail, charges it, and tells of that', async () => {
      const { status } = await call(cloud, running.url, CALLS[cloud].order(toSampleEvent('order.placed')));
      expect(status).toBe(CALLS[cloud].done);
      expect(await readdir(folderOf('MAIL_ROOT'))).toEqual([expect.stringMatching(/\.eml$/)]);
      const events = await readFile(join(folderOf('EVENTS_ROOT'), 'events.ndjson'), 'utf8');
      expect(events).toContain('"payment.successful"');
    });
  });

  it('reaches for the cloud’s own services with what it brings along', async () => {
    const services = { ...SERVICES[cloud], MAIL_FROM: 'a@b.example', SMTP_URL: 'smtp://127.0.0.1:1' };
    const env = { ...services, PAYMENTS_URL: 'http://127.0.0.1:1', DEAD_LETTER_ROOT: unzipped.data };
    const [stateless, portless] = await Promise.all([
      runUnzipped(cloud, unzipped, env).then(closers.add),
      runUnzipped(cloud, unzipped, { ...env, STATE_ROOT: unzipped.data }).then(closers.add),
    ]);
    await call(cloud, stateless.url, CALLS[cloud].upload('cat.jpg'));
    await call(cloud, portless.url, CALLS[cloud].upload('cat.jpg'));
    await call(cloud, portless.url, CALLS[cloud].order(toSampleEvent('order.placed')));
    const reasons = await until('the outcome of every delivery', () => {
      const all = { ...reasonsOf(stateless, (route) => `${route} without state`), ...reasonsOf(portless) };
      return Object.keys(all).length >= 5 && all;
    });
    expect(reasons).toEqual({
      'resize without state': expect.stringMatching(/^state unavailable: .*ECONNREFUSED/s),
      resize: expect.stringMatching(/^blobs unavailable: .*ECONNREFUSED/s),
      confirm: expect.stringMatching(/^mail unavailable: .*ECONNREFUSED/s),
      reserve: expect.stringMatching(/^publisher unavailable: .*ECONNREFUSED/s),
      charge: expect.stringMatching(/^payments unavailable: /),
    });
  }, 60_000);
});

/** Why each route was not done, by its name. */
function reasonsOf(child: Running, name: (route: string) => string = (route) => route): Record<string, string> {
  const lines = child
    .stdout()
    .split('\n')
    .filter((line) => line.includes('"message":"delivery"'));
  const deliveries = lines.map((line) => JSON.parse(line)).filter(({ outcome }) => outcome === 'retry');
  return Object.fromEntries(deliveries.map(({ route, reason }) => [name(route), reason]));
}

/** Nothing listens on port 1. */
const NOWHERE = 'http://127.0.0.1:1';
const COMMON = { DEAD_LETTERS_BUCKET: 'letters', THUMBNAILS_BUCKET: 'thumbnails', STATE_TABLE: 'state' };
const SERVICES: Readonly<Record<CloudName, Readonly<Record<string, string>>>> = {
  gcp: {
    ...COMMON,
    PUBSUB_TOPIC: 'projects/p/topics/t',
    GOOGLE_CLOUD_PROJECT: 'p',
    PUBSUB_EMULATOR_HOST: '127.0.0.1:1',
    FIRESTORE_EMULATOR_HOST: '127.0.0.1:1',
    STORAGE_EMULATOR_HOST: NOWHERE,
  },
  azure: {
    ...COMMON,
    AZURE_STORAGE_CONNECTION_STRING: `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;BlobEndpoint=${NOWHERE}/a;TableEndpoint=${NOWHERE}/a`,
    EVENT_GRID_TOPIC_ENDPOINT: `${NOWHERE}/api/events`,
    EVENT_GRID_TOPIC_KEY: 'a2V5',
  },
  aws: {
    ...COMMON,
    EVENT_BUS_NAME: 'bus',
    AWS_ENDPOINT_URL: NOWHERE,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  },
};
