import { gzipSync } from 'node:zlib';
import { Storage } from '@google-cloud/storage';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { createBlobs } from '../../functions/gcp/blobs.ts';
import { startBreakable } from '../breakable.ts';
import { describeBlobs } from '../contract/blobs.ts';
import { describeIf } from '../skip.ts';
import { setEnv } from '../unit/functions/set-env.ts';
import { findFakeGcs, startFakeGcs } from './fake-gcs.ts';

const found = findFakeGcs();
const describeGcs = describeIf(!('missing' in found), 'missing' in found ? found.missing : '');

let gcs: Awaited<ReturnType<typeof startFakeGcs>> | undefined;
let buckets = 0;
beforeAll(async () => {
  if (!('missing' in found)) gcs = await startFakeGcs(found.command);
});
afterAll(() => gcs?.close());

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** An empty bucket, reached through a way that can be cut. */
async function setUp() {
  if (gcs === undefined) throw new Error('fake-gcs-server is not running');
  const way = await startBreakable(gcs.port);
  closing.push(way.close, setEnv({ STORAGE_EMULATOR_HOST: `http://127.0.0.1:${way.port}` }));
  const client = new Storage({ apiEndpoint: gcs.url, projectId: 'p' });
  client.baseUrl = `${gcs.url}/storage/v1`;
  buckets += 1;
  const [bucket] = await client.createBucket(`uploads-${buckets}`);
  return { blobs: createBlobs(), bucket, way };
}

async function createBench() {
  const { blobs, bucket, way } = await setUp();
  const refOf = async (name: string) => {
    const [{ generation, etag = '' }] = await bucket.file(name).getMetadata();
    return { version: String(generation), etag };
  };
  return {
    blobs,
    bucket: bucket.name,
    put: async (name: string, bytes: Uint8Array, contentType = '') => {
      await bucket.file(name).save(Buffer.from(bytes), { resumable: false, contentType });
      return refOf(name);
    },
    refOf,
    remove: async (name: string) => void (await bucket.file(name).delete()),
    breakIt: way.close,
  };
}

describeGcs('fake-gcs-server', () => {
  const unavailable = { name: 'PortError', kind: 'unavailable', port: 'blobs' };
  const write = { bytes: Buffer.from('x'), contentType: 'text/plain', metadata: {}, over: null };

  describeBlobs('Cloud Storage', createBench, { breaks: true });

  it('is unavailable where the bucket is missing, and nothing is gone or changed', async () => {
    const { blobs } = await setUp();
    const there = { bucket: 'nowhere', name: 'a' };
    await expect(blobs.head('nowhere', 'a')).rejects.toMatchObject(unavailable);
    await expect(blobs.read({ ...there, version: '1', etag: '' }, 10)).rejects.toMatchObject(unavailable);
    await expect(blobs.write({ ...there, ...write })).rejects.toMatchObject(unavailable);
    await expect(blobs.write({ ...there, ...write, over: '1' })).rejects.toMatchObject(unavailable);
  });

  it('keeps metadata beyond ASCII', async () => {
    const { blobs, bucket } = await setUp();
    await blobs.write({ ...write, bucket: bucket.name, name: 'a', metadata: { mark: 'Zoë' } });
    expect(await blobs.head(bucket.name, 'a')).toMatchObject({ metadata: { mark: 'Zoë' } });
  });

  it('gives no more bytes than it asked for of an object that is stored compressed', async () => {
    const { blobs, bucket } = await setUp();
    const packed = gzipSync(Buffer.alloc(100_000));
    await bucket.file('bomb').save(packed, { resumable: false, metadata: { contentEncoding: 'gzip' } });
    const [{ generation }] = await bucket.file('bomb').getMetadata();
    const ref = { bucket: bucket.name, name: 'bomb', version: String(generation), etag: '' };
    const read = await blobs.read(ref, 1000);
    expect(read.kind === 'found' && read.blob.bytes.length).toBe(packed.length);
  });
});
