import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { startGateway } from '../../local/payments/gateway.ts';
import { kafkaBatch, kafkaRecord, message, onBus, s3Record } from '../contract/aws/payloads.ts';
import { jpeg, orderPlaced, upload, uploaded } from '../contract/things.ts';
import { buildAws } from '../e2e/support/build-aws.ts';
import { createClosers } from '../e2e/support/closers.ts';
import msk from '../fixtures/aws/msk.json' with { type: 'json' };
import { describeIf } from '../skip.ts';
import { type RunningFunction, startFunction } from './lambda-runtime-api.ts';
import { findRuntimes, type Runtime } from './lambda-runtime-install.ts';

const closers = createClosers();
afterAll(closers.closeAll);

const ROOTS = ['BLOB_ROOT', 'MAIL_ROOT', 'EVENTS_ROOT', 'DEAD_LETTER_ROOT', 'STATE_ROOT'];
const SETTINGS = { WAYBILL_TIME_LIMIT: '60s', WAYBILL_PARTIAL_BATCH: 'aws:sqs,aws:kafka' };

/** The adapter as Lambda unpacks it: what is in the zip, and nothing beside. */
let folder = '';

beforeAll(async () => {
  const { zip } = closers.add(await buildAws());
  folder = await createFolder('task');
  for (const [path, bytes] of Object.entries(unzipSync(await readFile(zip)))) {
    if (path.endsWith('/')) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}, 120_000);

async function createFolder(what: string): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), `waybill-lambda-${what}-`));
  closers.add({ close: () => rm(made, { recursive: true, force: true }) });
  return made;
}

/** The router in a runtime, with folders in the cloud's place. */
async function startRouter(runtime: Runtime, change: Readonly<Record<string, string>> = {}, handler = 'index.handler') {
  const root = await createFolder('ports');
  const gateway = closers.add(await startGateway({ folder: join(root, 'payments') }));
  await mkdir(join(root, 'BLOB_ROOT', 'uploads'), { recursive: true });
  await writeFile(join(root, 'BLOB_ROOT', 'uploads', 'cat.jpg'), await jpeg());
  const ports = Object.fromEntries(ROOTS.map((name) => [name, join(root, name)]));
  const env = { ...ports, ...SETTINGS, PAYMENTS_URL: gateway.url, ...change };
  return { root, running: closers.add(await startFunction(runtime, { folder, handler, env })) };
}

/** An upload to a bucket that is not there yet, which nobody can read. */
function early() {
  return s3Record(upload('cat.jpg', { bucket: 'tomorrow' }));
}

const found = findRuntimes();

describe.each(Object.keys(found))('in Lambda’s own client for Node, as %s', (name) => {
  const runtime = found[name] ?? { missing: 'unknown' };
  const missing = 'missing' in runtime ? runtime.missing : '';

  describeIf(missing === '', missing)('the zip of the AWS adapter', () => {
    let running: RunningFunction;
    let root = '';

    beforeAll(async () => {
      ({ running, root } = await startRouter(runtime as Runtime)); // asked just now
    }, 60_000);

    it('takes an upload that S3 brings directly, with sharp and all', async () => {
      const answer = await running.invoke({ Records: [s3Record(upload('cat.jpg'))] });
      expect(answer).toEqual({ kind: 'response', body: null });
      expect(await readdir(join(root, 'BLOB_ROOT', 'thumbnails', 'thumbnails'))).toHaveLength(2);
    }, 60_000);

    it('throws when what S3 brings directly is not done', async () => {
      const answer = await running.invoke({ Records: [early()] });
      expect(answer).toMatchObject({
        kind: 'error',
        body: { errorType: 'Error', errorMessage: '1 of 1 events are not done yet: deliver again' },
      });
    }, 60_000);

    it('names the messages of a queue that are not done, and no others', async () => {
      const Records = [message(onBus(orderPlaced()), 0), message({ Records: [early()] }, 1)];
      expect(await running.invoke({ Records })).toEqual({
        kind: 'response',
        body: { batchItemFailures: [{ itemIdentifier: 'message-1' }] },
      });
      expect(await readdir(join(root, 'MAIL_ROOT'))).toHaveLength(1);
    }, 60_000);

    it('names the first open offset of a partition of MSK, and every later one', async () => {
      const events = [orderPlaced(), uploaded(upload('cat.jpg', { bucket: 'tomorrow' })), orderPlaced()];
      const records = events.map((event, index) => kafkaRecord(event, { offset: 100 + index }));
      // A little more than one delivery needs, so that it does not wait long for the bucket.
      const { kind, body } = await running.invoke(kafkaBatch(msk, records), 27_000);
      const open = [101, 102].map((offset) => ({ itemIdentifier: { partition: 'shop-orders-v1-0', offset } }));
      expect([kind, body]).toEqual(['response', { batchItemFailures: open }]);
    }, 60_000);

    it('does not begin under a handler’s name that it does not export', async () => {
      const { running: nameless } = await startRouter(runtime as Runtime, {}, 'index.nothing'); // asked above
      expect(await nameless.invoke({})).toMatchObject({
        kind: 'init/error',
        body: { errorType: 'Runtime.HandlerNotFound' },
      });
    }, 60_000);

    it('does not begin where a setting is missing or wrong, and says which', async () => {
      const wrong = { WAYBILL_PARTIAL_BATCH: 'aws:sqss' };
      const { running: unset } = await startRouter(runtime as Runtime, wrong); // asked above
      expect(await unset.invoke({})).toMatchObject({
        kind: 'init/error',
        body: { errorMessage: expect.stringContaining('WAYBILL_PARTIAL_BATCH names the source "aws:sqss"') },
      });
    }, 60_000);
  });
});
