import { CreateBucketCommand, ListObjectsV2Command, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Consumer } from '@platformatic/kafka';
import { findKafka } from '../../local/broker/find-kafka.ts';
import { startBroker } from '../../local/broker/start-broker.ts';
import { createClosers } from '../e2e/support/closers.ts';
import { startMailServer } from '../e2e/support/mail-server.ts';
import { outcomesOf, type Run, runStart } from '../e2e/support/run-start.ts';
import { itIf } from '../skip.ts';
import { findMoto, startMoto } from './moto.ts';
import { findOfficial, startOfficial } from './pubsub-official-emulator.ts';

/** `npm start` with each variable that puts something real in the place of an emulator of ours. */
const kafka = await findKafka();
const closers = createClosers();

afterEach(closers.closeAll);

/** A test that needs something of this machine. */
function itWith<T extends object>(
  found: T | { readonly missing: string },
  name: string,
  test: (found: T) => Promise<void>,
) {
  const missing = 'missing' in found ? found.missing : '';
  itIf(missing === '', missing)(name, async () => ('missing' in found ? undefined : test(found)), 120_000);
}

async function start(env: Readonly<Record<string, string>>): Promise<Run> {
  const run = closers.add(await runStart(env));
  expect([run.code, run.stderr]).toEqual([0, '']);
  return run;
}

/** Four orders; the last is refused, mended and redriven. */
const CONFIRMED = [...Array(3).fill('order.placed done'), 'order.placed reject', 'order.placed done'];

const thumbnailsOf = ({ report }: Run, name: string) => report.thumbnails.filter(({ cloud }) => cloud === name);

describe('npm start with AWS_ENDPOINT_URL', () => {
  async function openMoto(command: string) {
    const { url } = closers.add(await startMoto(command));
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const s3 = new S3Client({ endpoint: url, region: 'us-east-1', forcePathStyle: true, credentials });
    const keysIn = async (Bucket: string) =>
      (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key);
    return { url, s3, keysIn };
  }

  itWith(findMoto(), 'resizes from bucket to bucket there, and brings the thumbnails back', async ({ command }) => {
    const { url, keysIn } = await openMoto(command);
    const run = await start({ AWS_ENDPOINT_URL: url });
    expect(outcomesOf(run, 'aws', 'resize')).toEqual(['blob.uploaded done']);
    expect(await keysIn('uploads')).toEqual(['photos/sunset.jpg']);
    const names = ['thumbnails/photos/sunset-1024.jpg', 'thumbnails/photos/sunset-320.jpg'];
    expect(await keysIn('thumbnails')).toEqual(names);
    expect(thumbnailsOf(run, 'aws').map(({ width }) => width)).toEqual([1024, 320]);
  });

  itWith(findMoto(), 'works with a bucket that is there and keeps versions, run after run', async ({ command }) => {
    const { url, s3 } = await openMoto(command);
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3.send(new CreateBucketCommand({ Bucket: 'uploads' }));
    await s3.send(new PutBucketVersioningCommand({ Bucket: 'uploads', VersioningConfiguration }));
    for (const AWS_ACCESS_KEY_ID of ['first', 'second']) {
      const run = await start({ AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: 'mine' });
      expect(outcomesOf(run, 'aws', 'resize')).toEqual(['blob.uploaded done']);
      expect(thumbnailsOf(run, 'aws')).toHaveLength(2);
    }
  });
});

describe('npm start with PUBSUB_EMULATOR_HOST', () => {
  itWith(findOfficial(), "runs over Google's own emulator, with what an earlier run left there", async ({ script }) => {
    const { host } = closers.add(await startOfficial(script));
    const topic = 'projects/waybill-local/topics/events';
    await put(`http://${host}/v1/${topic}`, {});
    const left = { topic, pushConfig: { pushEndpoint: 'http://127.0.0.1:1/' } };
    await put(`http://${host}/v1/projects/waybill-local/subscriptions/router`, left);
    const run = await start({ PUBSUB_EMULATOR_HOST: host });
    expect(outcomesOf(run, 'gcp', 'resize')).toEqual(['blob.uploaded done']);
    expect(outcomesOf(run, 'gcp', 'confirm')).toEqual(CONFIRMED);
  });

  async function put(url: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const { status } = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(body) });
    expect(status).toBe(200);
  }
});

describe('npm start with KAFKA_BROKERS', () => {
  itWith(kafka, 'sends orders over those brokers and publishes what follows to them', async () => {
    const { brokers } = closers.add(await startBroker());
    const run = await start({ KAFKA_BROKERS: brokers });
    expect(outcomesOf(run, 'aws', 'confirm')).toEqual(CONFIRMED);
    await readUntilAll(brokers, ['blob.resized', 'order.placed', 'payment.failed', 'order.shipped', 'order.cancelled']);
  });

  /** Reads the topic until CloudEvents of all these types have come; they are there already, or the test's time is up. */
  async function readUntilAll(brokers: string, types: readonly string[]): Promise<void> {
    const consumer = new Consumer({ clientId: 'test', groupId: 'test', bootstrapBrokers: [brokers], maxWaitTime: 100 });
    closers.add({ close: () => consumer.close(true) });
    const missing = new Set(types);
    for await (const { value } of await consumer.consume({ topics: ['orders'], mode: 'earliest' }))
      if (missing.delete(JSON.parse(value.toString()).type) && missing.size === 0) break;
  }
});

describe('npm start with SMTP_URL', () => {
  it('sends the mails there and has no inbox', async () => {
    const server = closers.add(await startMailServer());
    const run = await start({ SMTP_URL: server.url });
    const each = [1, 2, 3, 4].map((order) => `Your order order-${order}`);
    const ends = ['order-1 is on its way', 'order-2 was cancelled', 'order-3 is on its way'];
    const expected = [...each, ...ends.map((end) => `Your order ${end}`)].flatMap((subject) => Array(3).fill(subject));
    expect(server.subjects().toSorted()).toEqual(expected.sort());
    expect(run.report.mails).toEqual([]);
  }, 120_000);
});
