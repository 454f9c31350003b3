import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openAzureStorage } from '../../../local/laptop/azure-storage.ts';
import { toBlobCreated } from '../../../local/laptop/blob-created.ts';
import { placeBlobs } from '../../../local/laptop/blob-place.ts';
import type { UploadedFile } from '../../../local/laptop/cloud.ts';
import { createRemoteBlobs, type ObjectStore } from '../../../local/laptop/remote-blobs.ts';
import { s3EndpointFrom } from '../../../local/laptop/s3-storage.ts';
import { withoutSecrets } from '../../../local/laptop/without-secrets.ts';

const file: UploadedFile = {
  name: 'a photo #1.jpg',
  size: 3,
  contentType: 'image/jpeg',
  etag: 'file-1-3',
  modified: 1_700_000_000_123_456_789n,
};

/** A store in memory whose clock is a counter of seconds. */
function createStore() {
  const objects = new Map<string, { readonly bytes: Uint8Array; readonly modified: Date }>();
  const created: string[] = [];
  let seconds = 0;
  const write = (key: string, text: string) => {
    const modified = new Date(++seconds * 1000);
    objects.set(key, { bytes: Buffer.from(text), modified });
    return modified;
  };
  const store: ObjectStore = {
    url: 'http://127.0.0.1:9/store',
    env: { STORE: 'its address' },
    createBucket: async (bucket) => void created.push(bucket),
    put: async (bucket, { name, path }) => ({ etag: 'real', version: '7', modified: write(`${bucket}/${name}`, path) }),
    list: async function* (bucket) {
      for (const [key, { modified }] of objects)
        if (key.startsWith(`${bucket}/`)) yield { name: key.slice(bucket.length + 1), modified };
    },
    read: async (bucket, name) => objects.get(`${bucket}/${name}`)?.bytes ?? new Uint8Array(),
  };
  return { store, created, write, objects };
}

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'remote-blobs-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('a store in the place of the blob folder', () => {
  const open = (store: ObjectStore) => placeBlobs({ folder, what: 'Store', remote: createRemoteBlobs(store) });

  it('gets its buckets, and the function its address in the place of the folder', async () => {
    const { store, created } = createStore();
    const { env, addresses } = await open(store);
    expect(created).toEqual(['uploads', 'thumbnails']);
    expect(env).toEqual({
      STORE: 'its address',
      DEAD_LETTER_ROOT: `${folder}/dead-letters`,
      STATE_ROOT: `${folder}/state`,
    });
    expect(addresses).toEqual([{ what: 'Store', url: 'http://127.0.0.1:9/store' }]);
  });

  it('gets a file from the uploads folder, and tells its own etag and version of it', async () => {
    const { store, objects } = createStore();
    const stored = await (await open(store)).arrive(file);
    expect(stored).toEqual({ ...file, etag: 'real', version: '7' });
    expect(String(objects.get('uploads/a photo #1.jpg')?.bytes)).toBe(`${folder}/blobs/uploads/a photo #1.jpg`);
  });

  it('gives back the thumbnails that came since the first upload, and no others', async () => {
    const { store, write } = createStore();
    write('thumbnails/old.jpg', 'of another day');
    const { arrive, pull } = await open(store);
    await pull();
    await arrive(file);
    write('thumbnails/photos/new.jpg', 'of this run');
    await arrive(file);
    await pull();
    const there = await readdir(join(folder, 'blobs'), { recursive: true });
    expect(there.sort()).toEqual(['thumbnails', 'thumbnails/photos', 'thumbnails/photos/new.jpg']);
    expect(await readFile(join(folder, 'blobs/thumbnails/photos/new.jpg'), 'utf8')).toBe('of this run');
  });

  it('is named, in one line, when it fails', async () => {
    const { store } = createStore();
    const createBucket = () => Promise.reject(new Error('who are you?\nRequestId: 1'));
    await expect(open({ ...store, createBucket })).rejects.toThrow(
      /^Store at http:\/\/127\.0\.0\.1:9\/store: who are you\?$/,
    );
  });
});

describe('the blob folder itself', () => {
  it('takes a file as it is and shows no address', async () => {
    const place = await placeBlobs({ folder, what: 'Store', remote: undefined });
    expect(place.env).toMatchObject({ BLOB_ROOT: `${folder}/blobs` });
    expect(place.addresses).toEqual([]);
    expect(await place.arrive(file)).toEqual(file);
  });
});

describe('the address of a store', () => {
  it('has no key of the storage account in it', async () => {
    const key = Buffer.from('a secret').toString('base64');
    const { url, account } = await openAzureStorage(
      `DefaultEndpointsProtocol=https;AccountName=photos;AccountKey=${key};EndpointSuffix=core.windows.net`,
    );
    expect({ url, account }).toEqual({ url: 'https://photos.blob.core.windows.net', account: 'photos' });
  });

  it('has no shared access signature in it', async () => {
    const { url } = await openAzureStorage(
      'BlobEndpoint=https://photos.blob.core.windows.net/;SharedAccessSignature=sv=1&sig=abc',
    );
    expect(url).toBe('https://photos.blob.core.windows.net');
  });

  it('has no user and password in it', () => {
    expect(withoutSecrets('http://user:pass@127.0.0.1:9000/?key=1#x')).toBe('http://127.0.0.1:9000');
    expect(withoutSecrets('smtps://user:pass@mail.example:465')).toBe('smtps://mail.example:465');
    expect(withoutSecrets('a secret')).toBe('(not a URL)');
  });

  it('is asked for by the name of its variable when it is none', async () => {
    await expect(openAzureStorage('garbage')).rejects.toThrow('AZURE_STORAGE_CONNECTION_STRING: expected');
  });

  it('is, for S3, the one that the SDKs would take', () => {
    expect(s3EndpointFrom({ AWS_ENDPOINT_URL: 'http://a', AWS_ENDPOINT_URL_S3: 'http://b' })).toBe('http://b');
    expect(s3EndpointFrom({ AWS_ENDPOINT_URL: 'http://a' })).toBe('http://a');
    expect(s3EndpointFrom({ AWS_ENDPOINT_URL: '' })).toBeUndefined();
  });
});

describe('the Blob Created event', () => {
  it('has the etag as it is, the name in the subject and an encoded URL', () => {
    const { subject, data } = toBlobCreated({ ...file, etag: '0x8D1' }, 'https://photos.blob.core.windows.net');
    expect(subject).toBe('/blobServices/default/containers/uploads/blobs/a photo #1.jpg');
    expect(data).toMatchObject({
      eTag: '0x8D1',
      url: 'https://photos.blob.core.windows.net/uploads/a%20photo%20%231.jpg',
    });
  });
});
