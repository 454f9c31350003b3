import { afterEach, describe, expect, it } from '@jest/globals';
import { createBlobs } from '../../../../functions/gcp/blobs.ts';
import { sendJson, serve } from '../../../../local/http.ts';
import { closedPort } from '../closed-port.ts';
import { setEnv } from '../set-env.ts';

const unavailable = { name: 'PortError', kind: 'unavailable', port: 'blobs' };
const ref = { bucket: 'uploads', name: 'a/b', version: '1', etag: '' };
const write = { ...ref, bytes: Buffer.from('x'), contentType: 'text/plain', metadata: {}, over: null };

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function blobsAt(host: string) {
  closing.push(setEnv({ STORAGE_EMULATOR_HOST: `http://${host}` }));
  return createBlobs();
}

type Requested = { readonly object: boolean; readonly bytes: boolean };

/** A store that answers a request with this status: one for an object's bytes, for its metadata, or else for its bucket. */
async function startAnswering(statusOf: (requested: Requested) => number, body: object = {}) {
  const server = await serve(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://store');
    const status = statusOf({ object: pathname.endsWith('/o/a%2Fb'), bytes: searchParams.get('alt') === 'media' });
    request.resume();
    sendJson(response, status, status === 200 ? body : { error: { code: status, message: 'no', errors: [] } });
  });
  closing.push(server.close);
  return blobsAt(`127.0.0.1:${server.port}`);
}

describe('blobs in Cloud Storage', () => {
  it('are gone when the object is not there and the bucket is', async () => {
    const blobs = await startAnswering(({ object }) => (object ? 404 : 200));
    expect(await blobs.head('uploads', 'a/b')).toBeUndefined();
    expect(await blobs.read(ref, 10)).toEqual({ kind: 'gone' });
  });

  it('are unavailable when the bucket is not there either', async () => {
    const blobs = await startAnswering(() => 404);
    await expect(blobs.head('uploads', 'a/b')).rejects.toMatchObject(unavailable);
    await expect(blobs.read(ref, 10)).rejects.toMatchObject(unavailable);
    await expect(blobs.write(write)).rejects.toMatchObject(unavailable);
  });

  it('are superseded when another generation is there, or comes while they are read', async () => {
    const newer = await startAnswering(() => 200, { generation: '2', size: '1' });
    expect(await newer.read(ref, 10)).toEqual({ kind: 'superseded' });
    const replaced = await startAnswering(({ bytes }) => (bytes ? 404 : 200), { generation: '1', size: '1' });
    expect(await replaced.read(ref, 10)).toEqual({ kind: 'superseded' });
  });

  it('are too large before a byte is fetched', async () => {
    const blobs = await startAnswering(() => 200, { generation: '1', size: '11' });
    expect(await blobs.read(ref, 10)).toEqual({ kind: 'too-large', size: 11 });
  });

  it('are changed when the precondition does not hold', async () => {
    const blobs = await startAnswering(() => 412);
    expect(await blobs.write(write)).toBe('changed');
  });

  it.each([
    [400, 'refused'],
    [401, 'unavailable'],
    [403, 'unavailable'],
    [413, 'refused'],
    [429, 'unavailable'],
    [500, 'unavailable'],
  ])('answered %d, are %s', async (status, kind) => {
    const blobs = await startAnswering(() => status);
    await expect(blobs.head('uploads', 'a/b')).rejects.toMatchObject({ kind, port: 'blobs' });
  });

  it('are unavailable when nothing listens', async () => {
    const blobs = blobsAt(await closedPort());
    await expect(blobs.head('uploads', 'a')).rejects.toMatchObject(unavailable);
  });
});
