import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contentTypeOf, isLaterVersion, toBlobUploaded } from '../../../shared/schemas/blob.ts';
import { parseCloudEvent } from '../../../shared/schemas/cloudevent.ts';

const DATA = { bucket: 'b', name: 'a/b.png', version: '7', size: 3, contentType: 'image/png', etag: 'e' };

describe('toBlobUploaded', () => {
  it('makes a valid event whose id names bucket, object and version', () => {
    const event = toBlobUploaded('gs://b', DATA, '2026-01-31T12:00:00Z');
    expect(parseCloudEvent(event)).toEqual({ ok: true, value: event });
    expect(event).toMatchObject({ id: 'b/a/b.png#7', subject: 'a/b.png', time: '2026-01-31T12:00:00Z' });
  });

  it('leaves out a time that nobody gave', () => {
    expect(Object.keys(toBlobUploaded('gs://b', DATA))).not.toContain('time');
  });
});

describe('isLaterVersion', () => {
  it.each<[string, string, string, boolean]>([
    ['a later Cloud Storage generation', '1700000000000002', '1700000000000001', true],
    ['an earlier one', '1700000000000001', '1700000000000002', false],
    ['the same one', '5', '5', false],
    ['a longer sequencer', '0055AED6DCD90281E5', '55AED6DCD90281E4', true],
    ['sequencers behind etags', 'zz/0a', 'yy/09', true],
    ['sequencers in other letter cases', '0A', '0b', false],
    ['versions that have no order', 'xyz', 'abc', false],
    ['an empty version', '', '1', false],
  ])('judges %s', (_what, a, b, later) => {
    expect(isLaterVersion(a, b)).toBe(later);
  });

  it('never says of two versions that each is later', () => {
    const version = fc.oneof(fc.stringMatching(/^[0-9a-fA-F]{1,6}$/), fc.string());
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(isLaterVersion(a, b) && isLaterVersion(b, a)).toBe(false);
      }),
    );
  });
});

describe('contentTypeOf', () => {
  it.each([
    ['photo.JPG', 'image/jpeg'],
    ['a.b/photo.webp', 'image/webp'],
    ['a.png/photo', 'application/octet-stream'],
    ['photo.', 'application/octet-stream'],
    ['x.constructor', 'application/octet-stream'],
    ['.png', 'image/png'],
  ])('says of %s that it is %s', (name, type) => {
    expect(contentTypeOf(name)).toBe(type);
  });
});
