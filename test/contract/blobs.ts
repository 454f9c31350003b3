import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Blob, Blobs } from '../../shared/routing/context.ts';
import { itIf } from '../skip.ts';

/** What an event names an object's version by. */
export type VersionRef = { readonly version: string; readonly etag: string };

/** A store with one empty bucket in it, and the ways of those who use it beside the port. */
export type BlobsBench = {
  readonly blobs: Blobs;
  readonly bucket: string;
  /** Uploads an object as a user does, over what is there, and gives what its event says of it. */
  readonly put: (name: string, bytes: Uint8Array, contentType?: string) => Promise<VersionRef>;
  /** What an event would say of the object that is there now. */
  readonly refOf: (name: string) => Promise<VersionRef>;
  readonly remove: (name: string) => Promise<void>;
  /** Makes the store unreachable. Left out where nothing can. */
  readonly breakIt?: () => Promise<void>;
};

const PHOTO = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff, 0x0a]);
const LARGE = 1_000_000;

/** The contract of every blob store. `create` gives an empty one to each test, and cleans up by itself; `breaks` where it has `breakIt`. */
export function describeBlobs(store: string, create: () => Promise<BlobsBench>, { breaks = false } = {}): void {
  describe(`${store}: a bucket`, () => {
    let bench: BlobsBench;
    beforeEach(async () => {
      bench = await create();
    });

    const read = (name: string, ref: VersionRef, maxBytes = LARGE) =>
      bench.blobs.read({ bucket: bench.bucket, name, ...ref }, maxBytes);
    const head = (name: string) => bench.blobs.head(bench.bucket, name);
    const write = (name: string, over: string | null, change: Partial<Blob> = {}) =>
      bench.blobs.write({
        bytes: PHOTO,
        contentType: 'image/png',
        metadata: { mark: '1' },
        ...change,
        bucket: bench.bucket,
        name,
        over,
      });
    const tagOf = async (name: string) => (await head(name))?.tag ?? 'nothing is there';
    const bytesOf = async (name: string) => {
      const found = await read(name, await bench.refOf(name));
      return found.kind === 'found' ? Buffer.from(found.blob.bytes).toString() : found.kind;
    };

    it('gives the bytes and the media type of what was uploaded', async () => {
      const ref = await bench.put('photo.png', PHOTO, 'image/png');
      const found = await read('photo.png', ref);
      expect(found).toMatchObject({ kind: 'found', blob: { contentType: 'image/png', metadata: {} } });
      expect(found.kind === 'found' && Buffer.from(found.blob.bytes)).toEqual(PHOTO);
    });

    it('gives an empty object', async () => {
      const found = await read('empty', await bench.put('empty', Buffer.alloc(0)));
      expect(found.kind === 'found' && found.blob.bytes.length).toBe(0);
    });

    it('says that what was removed is gone', async () => {
      const ref = await bench.put('photo.png', PHOTO);
      await bench.remove('photo.png');
      expect(await read('photo.png', ref)).toEqual({ kind: 'gone' });
      expect(await head('photo.png')).toBeUndefined();
    });

    it('says that an older version is superseded, and gives the newer one', async () => {
      const older = await bench.put('photo.png', Buffer.from('old'));
      const newer = await bench.put('photo.png', Buffer.from('newer'));
      expect(await read('photo.png', older)).toEqual({ kind: 'superseded' });
      expect(await read('photo.png', newer)).toMatchObject({ kind: 'found' });
    });

    it('gives what is as large as asked for, and of a larger one the size alone', async () => {
      const ref = await bench.put('photo.png', PHOTO);
      expect(await read('photo.png', ref, PHOTO.length)).toMatchObject({ kind: 'found' });
      expect(await read('photo.png', ref, PHOTO.length - 1)).toEqual({ kind: 'too-large', size: PHOTO.length });
    });

    it.each([
      'a b',
      'ä/ö/ü.png',
      '100%.png',
      'a%2Fb',
      'a+b&c=d',
      'a#b?c',
      "it's (1).png",
      'a/b/c/d',
      '😀',
      '日'.repeat(80),
    ])('takes the name %s', async (name) => {
      const ref = await bench.put(name, PHOTO);
      expect(await read(name, ref)).toMatchObject({ kind: 'found' });
      expect(await write(name, await tagOf(name), { bytes: Buffer.from('new') })).toBe('written');
      expect(await bytesOf(name)).toBe('new');
    });

    it('writes where nothing is, with media type and metadata', async () => {
      expect(await head('new.png')).toBeUndefined();
      expect(await write('new.png', null, { metadata: { mark: '1', other: 'x y' } })).toBe('written');
      expect(await head('new.png')).toMatchObject({ metadata: { mark: '1', other: 'x y' } });
      expect(await read('new.png', await bench.refOf('new.png'))).toMatchObject({
        kind: 'found',
        blob: { contentType: 'image/png', metadata: { mark: '1', other: 'x y' } },
      });
    });

    it('does not write as new what is there', async () => {
      await bench.put('photo.png', Buffer.from('theirs'));
      expect(await write('photo.png', null)).toBe('changed');
      expect(await bytesOf('photo.png')).toBe('theirs');
    });

    it('writes over the state that it is told, and then over the next', async () => {
      await write('new.png', null, { bytes: Buffer.from('1') });
      expect(await write('new.png', await tagOf('new.png'), { bytes: Buffer.from('2'), metadata: {} })).toBe('written');
      expect(await head('new.png')).toMatchObject({ metadata: {} });
      expect(await write('new.png', await tagOf('new.png'), { bytes: Buffer.from('3') })).toBe('written');
      expect(await bytesOf('new.png')).toBe('3');
    });

    it('does not write over another state than it is told', async () => {
      await write('new.png', null, { bytes: Buffer.from('1') });
      const tag = await tagOf('new.png');
      await write('new.png', tag, { bytes: Buffer.from('2') });
      expect(await write('new.png', tag, { bytes: Buffer.from('3') })).toBe('changed');
      expect(await bytesOf('new.png')).toBe('2');
    });

    it('does not write over what was removed', async () => {
      await write('new.png', null);
      const tag = await tagOf('new.png');
      await bench.remove('new.png');
      expect(await write('new.png', tag)).toBe('changed');
      expect(await head('new.png')).toBeUndefined();
    });

    it('has another tag after every write, however soon and however alike', async () => {
      await write('new.png', null, { bytes: Buffer.from('0') });
      const tags = [await tagOf('new.png')];
      for (const digit of '123456789') {
        await write('new.png', tags.at(-1) ?? '', { bytes: Buffer.from(digit) });
        tags.push(await tagOf('new.png'));
      }
      expect(new Set(tags).size).toBe(10);
    });

    it('lets one of many writers through, where nothing was and over one state', async () => {
      const race = async (over: string | null) => {
        const writers = Array.from({ length: 8 }, (_, index) =>
          write('new.png', over, { bytes: Buffer.from(`${over}${index}`) }),
        );
        return (await Promise.all(writers)).filter((answer) => answer === 'written').length;
      };
      expect(await race(null)).toBe(1);
      expect(await race(await tagOf('new.png'))).toBe(1);
    });

    itIf(breaks, 'there is no way to it that could break')(
      'is unavailable when it cannot be reached, and never empty',
      async () => {
        const ref = await bench.put('photo.png', PHOTO);
        await bench.breakIt?.();
        const unavailable = { name: 'PortError', kind: 'unavailable', port: 'blobs' };
        await expect(read('photo.png', ref)).rejects.toMatchObject(unavailable);
        await expect(head('photo.png')).rejects.toMatchObject(unavailable);
        await expect(write('photo.png', null)).rejects.toMatchObject(unavailable);
      },
    );
  });
}
