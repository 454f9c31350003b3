import { gzipSync } from 'node:zlib';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createBlobs } from '../../../../functions/azure/blobs.ts';
import { serve } from '../../../../local/http.ts';
import { startBreakable } from '../../../breakable.ts';
import { describeBlobs } from '../../../contract/blobs.ts';
import { closedPort } from '../closed-port.ts';
import { connectionTo, startAzurite } from './azurite.ts';

let azurite: Awaited<ReturnType<typeof startAzurite>>;
let containers = 0;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.close());

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An empty container, reached through a way that can be cut. */
async function setUp() {
  const way = await startBreakable(azurite.port);
  closing.push(way.close);
  containers += 1;
  const container = BlobServiceClient.fromConnectionString(connectionTo(azurite.port)).getContainerClient(
    `uploads-${containers}`,
  );
  await container.create();
  const blobs = createBlobs({ AZURE_STORAGE_CONNECTION_STRING: connectionTo(way.port) });
  return { blobs, bucket: container.containerName, container, way };
}

describeBlobs(
  'Blob Storage',
  async () => {
    const { blobs, bucket, container, way } = await setUp();
    const toRef = (etag = '') => ({ version: '', etag: etag.replaceAll('"', '') });
    return {
      blobs,
      bucket,
      put: async (name, bytes, blobContentType = '') => {
        const options = { blobHTTPHeaders: { blobContentType } };
        const { etag } = await container.getBlockBlobClient(name).upload(Buffer.from(bytes), bytes.length, options);
        return toRef(etag);
      },
      refOf: async (name) => toRef((await container.getBlobClient(name).getProperties()).etag),
      remove: async (name) => void (await container.deleteBlob(name)),
      breakIt: way.close,
    };
  },
  { breaks: true },
);

describe('Blob Storage', () => {
  const unavailable = { name: 'PortError', kind: 'unavailable', port: 'blobs' };
  const write = { bytes: Buffer.from('x'), contentType: 'text/plain', metadata: {}, over: null };

  it('is unavailable where the container is missing, and nothing is gone or changed', async () => {
    const { blobs } = await setUp();
    const there = { bucket: 'nowhere', name: 'a' };
    await expect(blobs.head('nowhere', 'a')).rejects.toMatchObject(unavailable);
    await expect(blobs.read({ ...there, version: '', etag: '1' }, 10)).rejects.toMatchObject(unavailable);
    await expect(blobs.write({ ...there, ...write })).rejects.toMatchObject(unavailable);
    await expect(blobs.write({ ...there, ...write, over: '1' })).rejects.toMatchObject(unavailable);
  });

  it('is unavailable with a key that is not the account’s', async () => {
    const connection = connectionTo(azurite.port).replace('Eby8', 'aaaa');
    const blobs = createBlobs({ AZURE_STORAGE_CONNECTION_STRING: connection });
    await expect(blobs.head('uploads', 'a')).rejects.toMatchObject(unavailable);
  });

  it.each([
    [400, 'OutOfRangeInput', 'refused'],
    [403, 'AuthorizationPermissionMismatch', 'unavailable'],
    [409, 'ContainerBeingDeleted', 'unavailable'],
    [413, 'RequestBodyTooLarge', 'refused'],
    [503, 'ServerBusy', 'unavailable'],
  ])('answered %d %s, is %s what it writes', async (status, code, kind) => {
    const server = await serve(async (_, response) => {
      response.writeHead(status, { 'x-ms-error-code': code, 'content-type': 'application/xml' });
      response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
    });
    closing.push(server.close);
    const blobs = createBlobs({ AZURE_STORAGE_CONNECTION_STRING: connectionTo(server.port) });
    await expect(blobs.write({ ...write, bucket: 'uploads', name: 'a' })).rejects.toMatchObject({ kind });
  });

  it('gives no more bytes than it asked for of a blob that is stored compressed', async () => {
    const { blobs, bucket, container } = await setUp();
    const packed = gzipSync(Buffer.alloc(100_000));
    const options = { blobHTTPHeaders: { blobContentEncoding: 'gzip' } };
    const { etag = '' } = await container.getBlockBlobClient('bomb').upload(packed, packed.length, options);
    const read = await blobs.read({ bucket, name: 'bomb', version: '', etag: etag.replaceAll('"', '') }, 1000);
    expect(read.kind === 'found' && Buffer.from(read.blob.bytes)).toEqual(packed);
  });

  it('is refused metadata beyond ASCII', async () => {
    const { blobs, bucket } = await setUp();
    const blob = { ...write, bucket, name: 'a', metadata: { mark: 'Zoë' } };
    await expect(blobs.write(blob)).rejects.toMatchObject({ kind: 'refused' });
  });

  it('is unavailable when nothing listens', async () => {
    const port = Number((await closedPort()).split(':')[1]);
    const blobs = createBlobs({ AZURE_STORAGE_CONNECTION_STRING: connectionTo(port) });
    await expect(blobs.head('uploads', 'a')).rejects.toMatchObject(unavailable);
  });

  it('says which variables it misses', () => {
    expect(() => createBlobs({})).toThrow(/AZURE_STORAGE_CONNECTION_STRING .*AZURE_STORAGE_ACCOUNT/);
  });

  it('sends an identity’s token to no other host than an account’s', () => {
    const env = { AZURE_STORAGE_ACCOUNT: 'shop.example/' };
    expect(() => createBlobs(env)).toThrow('AZURE_STORAGE_ACCOUNT is "shop.example/": expected a name of');
  });
});
