import { afterEach, describe, expect, it } from '@jest/globals';
import { createBlobs } from '../../../../functions/aws/blobs.ts';
import { serve } from '../../../../local/http.ts';
import { closedPort } from '../closed-port.ts';
import { setEnv } from '../set-env.ts';

const write = {
  bucket: 'uploads',
  name: 'a',
  bytes: Buffer.from('x'),
  contentType: 'text/plain',
  metadata: {},
  over: null,
};

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function blobsAt(host: string) {
  const keys = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: 'us-east-1' };
  closing.push(setEnv({ ...keys, AWS_ENDPOINT_URL_S3: `http://${host}` }));
  return createBlobs();
}

describe('S3', () => {
  /** A store that answers everything like this. */
  async function startAnswering(status: number, code: string) {
    const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
    const server = await serve(async (_, response) => {
      response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
    });
    closing.push(server.close);
    return blobsAt(`127.0.0.1:${server.port}`);
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
    await expect(blobs.write(write)).rejects.toMatchObject({ kind });
  });

  it.each(['ConditionalRequestConflict', 'OperationAborted'])('takes 409 %s for a change', async (code) => {
    const blobs = await startAnswering(409, code);
    expect(await blobs.write(write)).toBe('changed');
  });

  it('is refused metadata beyond ASCII', async () => {
    const blobs = blobsAt(await closedPort());
    await expect(blobs.write({ ...write, metadata: { mark: 'Zoë' } })).rejects.toMatchObject({ kind: 'refused' });
  });

  it('is unavailable when nothing listens', async () => {
    const blobs = blobsAt(await closedPort());
    await expect(blobs.head('uploads', 'a')).rejects.toMatchObject({ kind: 'unavailable', port: 'blobs' });
  });
});
