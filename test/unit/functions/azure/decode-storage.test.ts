import { describe, expect, it } from '@jest/globals';
import { decode } from '../../../../functions/azure/decode.ts';
import cloudEvent from '../../../fixtures/azure/blob-created.cloudevents.json' with { type: 'json' };
import gridEvent from '../../../fixtures/azure/blob-created.event-grid.json' with { type: 'json' };
import dataLake from '../../../fixtures/azure/blob-created-data-lake.json' with { type: 'json' };
import { LIMITS, onlyEvent, onlyProblem } from '../decoded.ts';

const UPLOAD = {
  specversion: '1.0',
  id: 'test-container/new-file.txt#0x8D4BCC2E4835CD0/00000000000004420000000000028963',
  source: 'azblob://my-storage-account/test-container',
  type: 'blob.uploaded',
  subject: 'new-file.txt',
  time: '2017-06-26T18:41:00.9584103Z',
  datacontenttype: 'application/json',
  data: {
    bucket: 'test-container',
    name: 'new-file.txt',
    version: '0x8D4BCC2E4835CD0/00000000000004420000000000028963',
    size: 524288,
    contentType: 'text/plain',
    etag: '0x8D4BCC2E4835CD0',
  },
};

function decodeWith(data: object, more: object = {}) {
  return decode({ ...cloudEvent, ...more, data: { ...cloudEvent.data, ...data } }, LIMITS);
}

describe('a created blob', () => {
  it('is the same upload in either schema', () => {
    expect(onlyEvent(decode(cloudEvent, LIMITS))).toEqual(UPLOAD);
    expect(onlyEvent(decode(gridEvent, LIMITS))).toEqual(UPLOAD);
  });

  it('has an etag without the quotes in which it may come: the store is asked without them', () => {
    expect(onlyEvent(decodeWith({ eTag: '0x8D4BCC2E4835CD0' }))).toEqual(UPLOAD);
    expect(onlyEvent(decodeWith({ eTag: '"0x8D4BCC2E4835CD0"' }))).toEqual(UPLOAD);
  });

  it.each([
    ['https://my-storage-account.blob.core.windows.net/test-container/new-file.txt', 'my-storage-account'],
    ['https://my-storage-account.dfs.core.windows.net/test-container/new-file.txt', 'my-storage-account'],
    ['https://acct.z6.blob.storage.azure.net/test-container/new-file.txt', 'acct'],
    ['https://acct.blob.core.chinacloudapi.cn/test-container/new-file.txt', 'acct'],
    ['http://127.0.0.1:10000/devstoreaccount1/test-container/new-file.txt', 'devstoreaccount1'],
    ['http://localhost:10000/devstoreaccount1/test-container/new-file.txt', 'devstoreaccount1'],
    ['http://[::1]:10000/devstoreaccount1/test-container/new-file.txt', 'devstoreaccount1'],
  ])('of %s is of the account %s', (url, account) => {
    expect(onlyEvent(decodeWith({ url })).source).toBe(`azblob://${account}/test-container`);
  });

  it('of a Data Lake is an upload too', () => {
    expect(onlyEvent(decode(dataLake, LIMITS))).toMatchObject({
      source: 'azblob://my-storage-account/my-file-system',
      type: 'blob.uploaded',
      data: { bucket: 'my-file-system', name: 'new-file.txt', size: 0 },
    });
  });

  it('has its name from the subject, whatever characters are in it', () => {
    const name = 'photos/blobs/à la plage 1+2 %41.jpg';
    const subject = `/blobServices/default/containers/uploads/blobs/${name}`;
    expect(onlyEvent(decodeWith({}, { subject }))).toMatchObject({ subject: name, data: { bucket: 'uploads', name } });
  });

  it('has its eTag alone for a version when no sequencer comes', () => {
    for (const sequencer of [undefined, null, ''])
      expect(onlyEvent(decodeWith({ sequencer })).data).toMatchObject({ version: '0x8D4BCC2E4835CD0' });
  });

  it('may have no content type', () => {
    for (const contentType of [undefined, null])
      expect(onlyEvent(decodeWith({ contentType })).data).toMatchObject({ contentType: '' });
  });

  it.each<[string, object, string]>([
    ['no eTag', { eTag: undefined }, '/data/eTag'],
    ['an empty eTag', { eTag: '""' }, '/data/eTag'],
    ['a sequencer that is a number', { sequencer: 7 }, '/data/sequencer'],
    ['no size', { contentLength: undefined }, '/data/contentLength'],
    ['a negative size', { contentLength: -1 }, '/data/contentLength'],
    ['half a byte', { contentLength: 1.5 }, '/data/contentLength'],
    ['a size that is text', { contentLength: '12' }, '/data/contentLength'],
    ['a content type that is an object', { contentType: { toString: 1 } }, '/data/contentType'],
    ['no URL', { url: undefined }, '/data/url'],
    ['a URL that is none', { url: 'new-file.txt' }, '/data/url'],
    ['an emulator’s URL without an account', { url: 'http://127.0.0.1:10000/' }, '/data/url'],
  ])('is a problem with %s, which says where', (_what, change, at) => {
    expect(onlyProblem(decodeWith(change))).toMatchObject({ code: 'bad-object', at });
  });

  it.each([
    '',
    '/containers/a/blobs/b',
    '/blobServices/default/containers/a',
    '/blobServices/default/containers//blobs/b',
  ])('is a problem with the subject %j', (subject) => {
    const named = subject === '' ? { subject: undefined } : { subject };
    expect(onlyProblem(decodeWith({}, named))).toMatchObject({ code: 'bad-object', at: '/subject' });
  });

  it('is a problem without data', () => {
    expect(onlyProblem(decode({ ...cloudEvent, data: undefined }, LIMITS)).code).toBe('bad-object');
  });
});

it.each(['Microsoft.Storage.BlobDeleted', 'Microsoft.Storage.BlobRenamed', 'Microsoft.Storage.BlobTierChanged'])(
  '%s is no upload',
  (type) => {
    expect(onlyEvent(decode({ ...cloudEvent, type }, LIMITS))).toMatchObject({ type, data: cloudEvent.data });
  },
);
