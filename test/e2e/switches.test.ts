import { readFile } from 'node:fs/promises';
import { type BlobItem, BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { afterEach, describe, expect, it } from '@jest/globals';
import { connectionTo, startAzurite } from '../unit/functions/azure/azurite.ts';
import { createClosers } from './support/closers.ts';
import { outcomesOf, runOnce, runStart } from './support/run-start.ts';

const closers = createClosers();

afterEach(closers.closeAll);

async function blobsIn(container: ContainerClient): Promise<readonly BlobItem[]> {
  const blobs: BlobItem[] = [];
  for await (const blob of container.listBlobsFlat()) blobs.push(blob);
  return blobs;
}

describe('npm start with AZURE_STORAGE_CONNECTION_STRING', () => {
  it('resizes from container to container of that account, and brings the thumbnails back to the folder', async () => {
    const azurite = await startAzurite();
    closers.add({ close: async () => void (await azurite.close()) });
    const connection = connectionTo(azurite.port);
    const run = closers.add(await runStart({ AZURE_STORAGE_CONNECTION_STRING: connection }));
    expect(run.code).toBe(0);
    expect(outcomesOf(run, 'azure', 'resize')).toEqual(['blob.uploaded done']);

    const account = BlobServiceClient.fromConnectionString(connection);
    const [uploads, thumbnails] = await Promise.all(
      ['uploads', 'thumbnails'].map((name) => blobsIn(account.getContainerClient(name))),
    );
    const contents = [uploads, thumbnails].flat().map((blob) => `${blob?.name} ${blob?.properties.contentType}`);
    expect(contents).toEqual([
      'photos/sunset.jpg image/jpeg',
      'thumbnails/photos/sunset-1024.jpg image/jpeg',
      'thumbnails/photos/sunset-320.jpg image/jpeg',
    ]);

    const pulled = run.report.thumbnails.filter(({ cloud }) => cloud === 'azure');
    expect(pulled.map(({ width }) => width)).toEqual([1024, 320]);
    const sizes = await Promise.all(pulled.map(async ({ path }) => (await readFile(path)).length));
    expect(sizes).toEqual(thumbnails?.map(({ properties }) => properties.contentLength));
  }, 60_000);

  it('says, without the key, that the account does not answer, and ends', async () => {
    const key = Buffer.from('a secret').toString('base64');
    const account = `DefaultEndpointsProtocol=http;AccountName=photos;AccountKey=${key}`;
    const connection = `${account};BlobEndpoint=http://127.0.0.1:1/photos;`;
    const { code, stdout, stderr } = await runOnce([], { AZURE_STORAGE_CONNECTION_STRING: connection });
    expect(code).toBe(1);
    expect(stderr).toBe('Blob Storage at http://127.0.0.1:1/photos: connect ECONNREFUSED 127.0.0.1:1\n');
    expect(stdout).not.toContain(key);
  });
});
