import {
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createBlobs } from '../../functions/aws/blobs.ts';
import { serve } from '../../local/http.ts';
import { startBreakable } from '../breakable.ts';
import { describeBlobs } from '../contract/blobs.ts';
import { closedPort } from '../unit/functions/closed-port.ts';
import { setEnv } from '../unit/functions/set-env.ts';
import { findMoto, startMoto } from './moto.ts';

const found = await findMoto();
if ('missing' in found) console.warn(`Skipped: blobs in S3: ${found.missing}`);

let moto: Awaited<ReturnType<typeof startMoto>>;
let buckets = 0;
beforeAll(async () => {
  if (!('missing' in found)) moto = await startMoto(found.server);
}, 60_000);
afterAll(() => moto?.close());

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function blobsAt(port: number) {
  const keys = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: 'us-east-1' };
  closing.push(setEnv({ ...keys, AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}` }));
  return createBlobs();
}

/** An empty bucket, reached through a way that can be cut. */
async function setUp(versioning = false) {
  const way = await startBreakable(moto.port);
  closing.push(way.close);
  const blobs = blobsAt(way.port);
  const client = new S3Client({ endpoint: `http://127.0.0.1:${moto.port}`, forcePathStyle: true });
  closing.push(() => client.destroy());
  buckets += 1;
  const bucket = `uploads-${buckets}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const status = { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' as const } };
  if (versioning) await client.send(new PutBucketVersioningCommand(status));
  return { blobs, bucket, client, way };
}

/** As S3's notification names a version: the version id, or a sequencer that nothing else knows. */
function toRef({ ETag = '', VersionId = '0055AED6DCD90281E5' }: { ETag?: string; VersionId?: string }) {
  return { etag: ETag.replaceAll('"', ''), version: VersionId };
}

async function createBench(versioning: boolean) {
  const { blobs, bucket, client, way } = await setUp(versioning);
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

if (!('missing' in found)) {
  describeBlobs('S3', () => createBench(false));
  describeBlobs('S3 with versioning', () => createBench(true));

  describe('S3', () => {
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
}

describe('S3', () => {
  /** A store that answers everything like this. */
  async function startAnswering(status: number, code: string) {
    const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
    const server = await serve(async (_, response) => {
      response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
    });
    closing.push(server.close);
    return blobsAt(server.port);
  }

  it.each([
    [400, 'ExpiredToken', 'unavailable'],
    [400, 'RequestTimeout', 'unavailable'],
    [400, 'EntityTooLarge', 'refused'],
    [400, 'KeyTooLongError', 'refused'],
    [400, 'MetadataTooLarge', 'refused'],
    [403, 'AccessDenied', 'unavailable'],
    [503, 'SlowDown', 'unavailable'],
  ])('answered %d %s, is %s', async (status, code, kind) => {
    const blobs = await startAnswering(status, code);
    await expect(blobs.write({ ...write, bucket: 'uploads', name: 'a' })).rejects.toMatchObject({ kind });
  });

  it.each(['ConditionalRequestConflict', 'OperationAborted'])('takes 409 %s for a change', async (code) => {
    const blobs = await startAnswering(409, code);
    expect(await blobs.write({ ...write, bucket: 'uploads', name: 'a' })).toBe('changed');
  });

  it('is refused metadata beyond ASCII', async () => {
    const blob = { ...write, bucket: 'uploads', name: 'a', metadata: { mark: 'Zoë' } };
    await expect(blobsAt(9).write(blob)).rejects.toMatchObject({ kind: 'refused' });
  });

  it('is unavailable when nothing listens', async () => {
    const blobs = blobsAt(Number((await closedPort()).split(':')[1]));
    await expect(blobs.head('uploads', 'a')).rejects.toMatchObject(unavailable);
  });
});
