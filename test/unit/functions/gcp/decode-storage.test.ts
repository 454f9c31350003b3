import { describe, expect, it } from '@jest/globals';
import storageHeaders from '../../../fixtures/gcp/eventarc-storage-headers.json' with { type: 'json' };
import push from '../../../fixtures/gcp/pubsub-push.json' with { type: 'json' };
import unwrappedHeaders from '../../../fixtures/gcp/pubsub-unwrapped-headers.json' with { type: 'json' };
import notification from '../../../fixtures/gcp/storage-notification-attributes.json' with { type: 'json' };
import object from '../../../fixtures/gcp/storage-object.json' with { type: 'json' };
import { onlyEvent, onlyProblem } from '../decoded.ts';
import { decodePost, toBytes } from './request.ts';

const UPLOAD = {
  specversion: '1.0',
  id: 'mybucket/cat.jpg#1587627537231057',
  source: 'gs://mybucket',
  type: 'blob.uploaded',
  subject: 'cat.jpg',
  datacontenttype: 'application/json',
  data: {
    bucket: 'mybucket',
    name: 'cat.jpg',
    version: '1587627537231057',
    size: 352,
    contentType: 'image/jpeg',
    etag: 'CNHZkbuF/ugCEAE=',
  },
};

function notify(change: object, body: string | object = object) {
  const data = Buffer.from(toBytes(body)).toString('base64');
  const message = { ...push.message, attributes: { ...notification, ...change }, data };
  return decodePost({ 'content-type': 'application/json' }, { ...push, message });
}

describe('a finalized object', () => {
  it('is the same upload in a notification, unwrapped or not, and from Eventarc', () => {
    const headers = Object.entries(notification).map(([name, value]) => [name.toLowerCase(), value]);
    const ways = [
      notify({}),
      decodePost({ ...unwrappedHeaders, ...Object.fromEntries(headers) }, object),
      decodePost(storageHeaders, object),
    ];
    for (const items of ways) expect(onlyEvent(items)).toMatchObject(UPLOAD);
  });

  it('has the time of the write and not that of the message', () => {
    expect(onlyEvent(notify({})).time).toBe(notification.eventTime);
    expect(onlyEvent(decodePost(storageHeaders, object)).time).toBe(storageHeaders['ce-time']);
  });

  it('may have neither content type nor etag', () => {
    const { contentType: _, etag: __, ...bare } = object;
    expect(onlyEvent(notify({}, bare)).data).toMatchObject({ contentType: '', etag: '' });
    const nulls = { ...bare, contentType: null, etag: null };
    expect(onlyEvent(notify({}, nulls)).data).toMatchObject({ contentType: '', etag: '' });
  });

  it('has its name from the object, which no header has mangled', () => {
    const name = 'photos/à la plage 1+2 %41.jpg';
    const event = onlyEvent(decodePost(storageHeaders, { ...object, name }));
    expect(event).toMatchObject({ id: `mybucket/${name}#1587627537231057`, subject: name, data: { name } });
  });

  it.each<[string, object, string]>([
    ['no name', { name: undefined }, '/name'],
    ['an empty name', { name: '' }, '/name'],
    ['a bucket that is no text', { bucket: 7 }, '/bucket'],
    ['a generation that is a number', { generation: 1587627537231057 }, '/generation'],
    ['a negative size', { size: '-1' }, '/size'],
    ['a size that is no number', { size: 'large' }, '/size'],
    ['a size above 2^53', { size: '9007199254740993' }, '/size'],
    ['a content type that is an object', { contentType: { toString: 1 } }, '/contentType'],
    ['an etag that is a list', { etag: ['a'] }, '/etag'],
    ['a size that is an object', { size: { valueOf: 1, toString: 1 } }, '/size'],
  ])('is a problem with %s, which says where', (_what, change, at) => {
    expect(onlyProblem(notify({}, { ...object, ...change }))).toMatchObject({ code: 'bad-object', at });
    expect(onlyProblem(decodePost(storageHeaders, { ...object, ...change }))).toMatchObject({ code: 'bad-object', at });
  });

  it.each(['', 'not json', '\xff'])('is a problem when the notification holds %j and not the object', (body) => {
    expect(onlyProblem(notify({ payloadFormat: 'NONE' }, body))).toMatchObject({
      code: 'no-object-resource',
      fix: expect.stringContaining('JSON_API_V1'),
    });
  });
});

describe('another storage event', () => {
  it.each([
    ['OBJECT_DELETE', 'deleted'],
    ['OBJECT_ARCHIVE', 'archived'],
    ['OBJECT_METADATA_UPDATE', 'metadataUpdated'],
    ['OBJECT_OF_THE_FUTURE', 'OBJECT_OF_THE_FUTURE'],
  ])('keeps Eventarc’s type and never is an upload: %s', (eventType, type) => {
    expect(onlyEvent(notify({ eventType }))).toMatchObject({
      id: '2070443601311540',
      source: '//storage.googleapis.com/projects/_/buckets/mybucket',
      type: `google.cloud.storage.object.v1.${type}`,
      subject: 'objects/cat.jpg',
      data: { name: 'cat.jpg' },
    });
  });

  it('comes unchanged from Eventarc', () => {
    const type = 'google.cloud.storage.object.v1.deleted';
    expect(onlyEvent(decodePost({ ...storageHeaders, 'ce-type': type }, object))).toMatchObject({ type, data: object });
  });
});
