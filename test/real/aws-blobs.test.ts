import {
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { createBlobs } from '../../functions/aws/blobs.ts';
import { createBlobs as createWorkerBlobs } from '../../functions/kafka/blobs.ts';
import type { Blobs } from '../../shared/routing/context.ts';
import { startBreakable } from '../breakable.ts';
import { describeBlobs } from '../contract/blobs.ts';
import { describeIf } from '../skip.ts';
import { setEnv } from '../unit/functions/set-env.ts';
import { findMoto, type Moto, startMoto } from './moto.ts';

const found = findMoto();
const describeS3 = describeIf(!('missing' in found), 'missing' in found ? found.missing : '');

let moto: Moto | undefined;
let buckets = 0;
beforeAll(async () => {
  if (!('missing' in found)) moto = await startMoto(found.command);
}, 60_000);
afterAll(() => moto?.close());

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** An empty bucket, reached through a way that can be cut. */
async function setUp(versioning = false) {
  if (moto === undefined) throw new Error('Moto is not running');
  const way = await startBreakable(moto.port);
  closing.push(way.close);
  const keys = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: 'us-east-1' };
  closing.push(setEnv({ ...keys, AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${way.port}` }));
  const client = new S3Client({ endpoint: `http://127.0.0.1:${moto.port}`, forcePathStyle: true });
  closing.push(() => client.destroy());
  buckets += 1;
  const bucket = `uploads-${buckets}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const status = { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' as const } };
  if (versioning) await client.send(new PutBucketVersioningCommand(status));
  return { blobs: createBlobs(), bucket, client, way };
}

/** As S3's notification names a version: the version id, or a sequencer that nothing else knows. */
function toRef({ ETag, VersionId }: { readonly ETag?: string | undefined; readonly VersionId?: string | undefined }) {
  return { etag: String(ETag).replaceAll('"', ''), version: VersionId ?? '0055AED6DCD90281E5' };
}

async function createBench(versioning: boolean, open?: (env: typeof process.env) => Blobs) {
  const { bucket, client, way, ...own } = await setUp(versioning);
  const blobs = open?.(process.env) ?? own.blobs;
  const at = (name: string) => ({ Bucket: bucket, Key: name });
  return {
    blobs,
    bucket,
    put: async (name: string, Body: Uint8Array, ContentType?: string) =>
      toRef(await client.send(new PutObjectCommand({ ...at(name), Body, ContentType }))),
    refOf: async (name: string) => toRef(await client.send(new HeadObjectCommand(at(name)))),
    remove: async (name: string) => void (await client.send(new DeleteObjectCommand(at(name)))),
    breakIt: way.close,
  };
}

const unavailable = { name: 'PortError', kind: 'unavailable', port: 'blobs' };
const write = { bytes: Buffer.from('x'), contentType: 'text/plain', metadata: {}, over: null };

describeS3('moto’s S3', () => {
  describeBlobs('S3', () => createBench(false), { breaks: true });
  describeBlobs('S3 with versioning', () => createBench(true), { breaks: true });
  describeBlobs(
    'a store that speaks S3, as the worker for Kafka uses it',
    () => createBench(false, createWorkerBlobs),
    { breaks: true },
  );

  it('is unavailable where the bucket is missing, and nothing is gone or changed', async () => {
    const { blobs } = await setUp();
    const there = { bucket: 'nowhere', name: 'a' };
    await expect(blobs.head('nowhere', 'a')).rejects.toMatchObject(unavailable);
    await expect(blobs.read({ ...there, version: '', etag: '1' }, 10)).rejects.toMatchObject(unavailable);
    await expect(blobs.write({ ...there, ...write })).rejects.toMatchObject(unavailable);
    await expect(blobs.write({ ...there, ...write, over: '"1"' })).rejects.toMatchObject(unavailable);
  });

  it('takes an upload of the same bytes for the same version, where it keeps none', async () => {
    const { bucket, blobs, put } = await createBench(false);
    const [older] = [await put('a', Buffer.from('same')), await put('a', Buffer.from('same'))];
    expect(await blobs.read({ bucket, name: 'a', ...older }, 10)).toMatchObject({ kind: 'found' });
  });
});
