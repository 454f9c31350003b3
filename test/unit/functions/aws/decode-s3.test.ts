import { describe, expect, it } from '@jest/globals';
import { decode } from '../../../../functions/aws/decode.ts';
import objectCreated from '../../../fixtures/aws/event-bridge-object-created.json' with { type: 'json' };
import s3 from '../../../fixtures/aws/s3.json' with { type: 'json' };
import testEvent from '../../../fixtures/aws/s3-test-event.json' with { type: 'json' };
import { gist, LIMITS, onlyEvent, onlyItem, onlyProblem, text } from '../decoded.ts';

const [RECORD] = s3.Records;
const OBJECT = {
  key: 'cat.jpg',
  size: 1024,
  eTag: 'd41d8cd98f00b204e9800998ecf8427e',
  sequencer: '0055AED6DCD90281E5',
};

function decodeObject(object: object, more: object = {}) {
  const changed = {
    ...RECORD,
    s3: { ...RECORD?.s3, bucket: { name: 'photos' }, object: { ...OBJECT, ...object } },
    ...more,
  };
  return decode({ Records: [changed] }, LIMITS);
}

function decodeCreated(object: object, more: object = {}) {
  const { key, size, eTag: etag, sequencer } = OBJECT;
  const detail = {
    ...objectCreated.detail,
    bucket: { name: 'photos' },
    object: { key, size, etag, sequencer, ...object },
  };
  return decode({ ...objectCreated, detail, ...more }, LIMITS);
}

describe('a created object', () => {
  it('is the same upload from S3 and from EventBridge', () => {
    const upload = {
      specversion: '1.0',
      id: 'photos/cat.jpg#0055AED6DCD90281E5',
      source: 's3://photos',
      type: 'blob.uploaded',
      subject: 'cat.jpg',
      data: {
        bucket: 'photos',
        name: 'cat.jpg',
        version: '0055AED6DCD90281E5',
        size: 1024,
        contentType: 'image/jpeg',
        etag: 'd41d8cd98f00b204e9800998ecf8427e',
      },
    };
    expect(onlyEvent(decodeObject({}))).toMatchObject({ ...upload, time: RECORD?.eventTime });
    expect(onlyEvent(decodeCreated({}))).toMatchObject({ ...upload, time: objectCreated.time });
  });

  it('has the version id for its version where the bucket has versions', () => {
    expect(onlyEvent(decodeObject({ versionId: 'v1' })).id).toBe('photos/cat.jpg#v1');
    expect(onlyEvent(decodeCreated({ 'version-id': 'v1' })).id).toBe('photos/cat.jpg#v1');
  });

  it.each(['null', '', null, undefined])(
    'has the sequencer for its version when the version id is %j, as all writes then have it',
    (id) => {
      expect(onlyEvent(decodeObject({ versionId: id })).id).toBe('photos/cat.jpg#0055AED6DCD90281E5');
      expect(onlyEvent(decodeCreated({ 'version-id': id })).id).toBe('photos/cat.jpg#0055AED6DCD90281E5');
    },
  );

  it.each(['Put', 'Post', 'Copy', 'CompleteMultipartUpload'])('may come of %s', (how) => {
    expect(onlyEvent(decodeObject({}, { eventName: `ObjectCreated:${how}` })).type).toBe('blob.uploaded');
  });

  it.each([
    ['a+b.jpg', 'a b.jpg'],
    ['a%2Bb.jpg', 'a+b.jpg'],
    ['a%20b.jpg', 'a b.jpg'],
    ['%C3%A0+la+plage.jpg', 'à la plage.jpg'],
    ['%F0%9F%90%88/cat.jpg', '🐈/cat.jpg'],
    ['a%2Fb/c.jpg', 'a/b/c.jpg'],
    ['100%.jpg', '100%.jpg'],
    ['a%ff+b.jpg', 'a%ff+b.jpg'],
  ])('has a key that S3 form-encodes: %s is %s', (key, name) => {
    expect(onlyEvent(decodeObject({ key }))).toMatchObject({ subject: name, data: { name } });
  });

  it('has a key that EventBridge does not encode', () => {
    expect(onlyEvent(decodeCreated({ key: 'a+b %41.jpg' })).data).toMatchObject({ name: 'a+b %41.jpg' });
  });

  it.each([
    ['photo.PNG', 'image/png'],
    ['photo.webp', 'image/webp'],
    ['notes.txt', 'text/plain'],
    ['archive', 'application/octet-stream'],
    ['constructor.constructor', 'application/octet-stream'],
  ])('has the content type that its name promises: %s', (key, contentType) => {
    expect(onlyEvent(decodeObject({ key })).data).toMatchObject({ contentType });
  });

  it('may have no etag', () => {
    for (const none of [undefined, null]) {
      expect(onlyEvent(decodeObject({ eTag: none })).data).toMatchObject({ etag: '' });
      expect(onlyEvent(decodeCreated({ etag: none })).data).toMatchObject({ etag: '' });
    }
  });

  it.each<[string, object]>([
    ['no key', { key: undefined }],
    ['an empty key', { key: '' }],
    ['a key that is an object', { key: { toString: 1 } }],
    ['no sequencer', { sequencer: undefined }],
    ['a sequencer that is a number', { sequencer: 7 }],
    ['no size', { size: undefined }],
    ['a negative size', { size: -1 }],
    ['a size above 2^53', { size: 2 ** 53 }],
    ['a size that is text', { size: '12' }],
  ])('is a problem with %s', (_what, change) => {
    expect(onlyProblem(decodeObject(change)).code).toBe('bad-object');
    expect(onlyProblem(decodeCreated(change)).code).toBe('bad-object');
  });

  it('is a problem with an etag that is an object', () => {
    expect(onlyProblem(decodeObject({ eTag: { toString: 1 } })).code).toBe('bad-object');
    expect(onlyProblem(decodeCreated({ etag: { toString: 1 } })).code).toBe('bad-object');
  });

  it.each([undefined, null, {}, { name: '' }, { name: { toString: 1 } }])(
    'is a problem with the bucket %j',
    (bucket) => {
      expect(onlyProblem(decodeObject({}, { s3: { bucket, object: OBJECT } })).code).toBe('bad-object');
      expect(onlyProblem(decodeCreated({}, { detail: { bucket, object: OBJECT } })).code).toBe('bad-object');
    },
  );
});

describe('another event of S3', () => {
  it('has a type of its own and never is an upload', () => {
    expect(onlyEvent(decodeObject({}, { eventName: 'ObjectRemoved:Delete' }))).toMatchObject({
      type: 'com.amazonaws.s3.ObjectRemoved:Delete',
      source: 's3://photos',
      subject: 'cat.jpg',
      id: 'photos/cat.jpg#0055AED6DCD90281E5',
    });
    expect(onlyEvent(decodeCreated({}, { 'detail-type': 'Object Deleted' }))).toMatchObject({ type: 'Object Deleted' });
  });

  it.each([undefined, 7, '', { toString: 1 }])('is a problem with the name %j', (eventName) => {
    expect(onlyProblem(decodeObject({}, { eventName })).code).toBe('bad-object');
  });

  it('is a problem without a bucket or a key', () => {
    const eventName = 'ObjectRemoved:Delete';
    expect(onlyProblem(decodeObject({ key: undefined }, { eventName })).code).toBe('bad-object');
    expect(onlyProblem(decodeObject({}, { eventName, s3: { object: OBJECT } })).code).toBe('bad-object');
  });
});

it('gives an item for each record, each with its own bytes', () => {
  const items = decode({ Records: [RECORD, null, { ...RECORD, s3: null }] }, LIMITS);
  expect(gist(items).slice(1)).toEqual(['unknown-source', 'bad-object']);
  expect(JSON.parse(text(items[0]?.raw ?? Buffer.of()))).toEqual(RECORD);
  expect(new Set(items.map(({ lane }) => lane)).size).toBe(3);
});

it('is nothing at all when it is S3’s test event', () => {
  expect(decode(testEvent, LIMITS)).toEqual([]);
});

it('answers for the whole invocation', () => {
  expect(onlyItem(decode(s3, LIMITS)).ref).toEqual({ kind: 'whole' });
});
