import { afterEach, describe, expect, it } from '@jest/globals';
import { createMemoryBlobs, type MemoryBlob } from '../../../shared/delivery/embedded/memory-blobs.ts';
import type { Blobs } from '../../../shared/routing/context.ts';
import { deliverOn } from './deliver-on.ts';
import { redAndBlue } from './pictures.ts';
import { resizeRoute, thumbnail, thumbnails, upload, uploaded } from './uploads.ts';

const NAME = 'thumbnails/photos/cat-20.jpg';

/** A thumbnail as the handler leaves it. */
function mark(sourceversion: string, sourcename = 'photos/cat.jpg'): MemoryBlob {
  return {
    bytes: Buffer.from('before'),
    contentType: 'image/jpeg',
    metadata: { sourcebucket: 'uploads', sourcename, sourceversion },
  };
}

async function source(version = '7'): Promise<MemoryBlob> {
  return { bytes: await redAndBlue({ width: 20, height: 10 }), contentType: 'image/jpeg', metadata: {}, version };
}

describe('the metadata of a thumbnail', () => {
  it('names the object and its version that it was made of', async () => {
    const trial = await upload({ bytes: (await source()).bytes, version: '1700000000000001' });
    expect(thumbnail(trial, NAME).metadata).toEqual({
      sourcebucket: 'uploads',
      sourcename: 'photos/cat.jpg',
      sourceversion: '1700000000000001',
    });
  });

  it.each([
    ['Żółw/猫 🐈.jpg', '"0x8DC"/0000001', '%C5%BB%C3%B3%C5%82w/%E7%8C%AB%20%F0%9F%90%88.jpg', '%220x8DC%22/0000001'],
    ['100%.jpg', 'e-tag/1', '100%25.jpg', 'e-tag/1'],
  ])(
    'is lower-case keys and ASCII values that a header can hold, for %s too',
    async (name, version, sourcename, sourceversion) => {
      const trial = await upload({ name, bytes: (await source()).bytes, version });
      const { metadata } = thumbnail(trial, `thumbnails/${name.replace('.jpg', '-20.jpg')}`);
      expect(metadata).toEqual({ sourcebucket: 'uploads', sourcename, sourceversion });
      for (const [key, value] of Object.entries(metadata)) expect(`${key}=${value}`).toMatch(/^[a-z0-9]+=[!-~]+$/);
    },
  );

  it('stays under the 2 KB that S3 takes, however long the name', async () => {
    const name = `${'猫'.repeat(330)}.jpg`;
    const trial = await upload({ name, bytes: (await source()).bytes, version: 'v'.repeat(1024) });
    const { metadata } = thumbnail(trial, `thumbnails/${'猫'.repeat(330)}-20.jpg`);
    expect(Object.entries(metadata).join('').length).toBeLessThan(2048);
  });
});

describe('an upload that is not the newest', () => {
  it('is superseded when the store holds a newer version', async () => {
    const newer = { 'uploads/photos/cat.jpg': await source('8') };
    const trial = await upload({ bytes: (await source()).bytes, version: '7', blobs: newer });
    expect(trial.outcome).toEqual({ kind: 'done', as: 'superseded', reason: 'a newer version was uploaded' });
    expect([...trial.emitted, ...trial.letters, ...thumbnails(trial)]).toEqual([]);
  });

  it('leaves a thumbnail of a newer version alone', async () => {
    const before = mark('1700000000000002');
    const blobs = { [`thumbnails/${NAME}`]: before };
    const trial = await upload({ bytes: (await source()).bytes, version: '1700000000000001', blobs });
    expect(trial.outcome).toMatchObject({ kind: 'done', as: 'superseded' });
    expect(thumbnail(trial, NAME)).toBe(before);
    expect(trial.emitted).toEqual([]);
  });

  it.each([
    ['older', '1700000000000000'],
    ['same', '1700000000000001'],
    ['unordered', 'some-etag'],
  ])('writes over a thumbnail of an %s version when its own is the current one', async (_, before) => {
    const blobs = { [`thumbnails/${NAME}`]: mark(before) };
    const trial = await upload({ bytes: (await source()).bytes, version: '1700000000000001', blobs });
    expect(trial.outcome).toEqual({ kind: 'done' });
    expect(thumbnail(trial, NAME).metadata).toMatchObject({ sourceversion: '1700000000000001' });
    expect(trial.emitted).toHaveLength(1);
  });

  it('gives the same bytes when it runs again', async () => {
    const first = await upload({ bytes: (await source()).bytes });
    const again = await upload({ bytes: (await source()).bytes, blobs: Object.fromEntries(first.blobs) });
    expect(thumbnail(again, NAME).bytes).toEqual(thumbnail(first, NAME).bytes);
    expect(again.emitted[0]?.data).toEqual(first.emitted[0]?.data);
  });
});

describe('two runs at once', () => {
  /** A store in which `meanwhile` happens once, just after the method has done its work. */
  async function store(method: 'read' | 'head', meanwhile: (objects: Map<string, MemoryBlob>) => void) {
    const objects = new Map([['uploads/photos/cat.jpg', await source()]]);
    const blobs = createMemoryBlobs(objects);
    let happened = false;
    const andThen = <T>(result: T): T => {
      if (!happened) meanwhile(objects);
      happened = true;
      return result;
    };
    const wrapped: Blobs = {
      ...blobs,
      ...(method === 'read' ? { read: async (ref, max) => andThen(await blobs.read(ref, max)) } : {}),
      ...(method === 'head' ? { head: async (bucket, name) => andThen(await blobs.head(bucket, name)) } : {}),
    };
    return { objects, deliver: () => deliverOn(wrapped, resizeRoute(), uploaded({})) };
  }

  it('let the newer upload win when it comes while the older one is being resized', async () => {
    const newer = await source('8');
    const { objects, deliver } = await store('read', (all) => all.set('uploads/photos/cat.jpg', newer));
    const { outcome, emitted } = await deliver();
    expect(outcome).toEqual({ kind: 'done', as: 'superseded', reason: 'a newer version was uploaded meanwhile' });
    expect([...objects.keys()]).toEqual(['uploads/photos/cat.jpg']);
    expect(emitted).toEqual([]);
  });

  it('reject the older one when the object is deleted meanwhile', async () => {
    const { deliver } = await store('read', (all) => all.delete('uploads/photos/cat.jpg'));
    expect((await deliver()).outcome).toMatchObject({ kind: 'reject', code: 'blob-gone' });
  });

  it.each(['7', '8'])(
    'never write over a thumbnail that came between look and write, and try again for free (version %s)',
    async (version) => {
      const between = mark(version);
      const { objects, deliver } = await store('head', (all) => all.set(`thumbnails/${NAME}`, between));
      const { outcome, emitted } = await deliver();
      expect(outcome).toMatchObject({
        kind: 'retry',
        counted: false,
        reason: 'another run wrote the thumbnail meanwhile',
      });
      expect(objects.get(`thumbnails/${NAME}`)).toBe(between);
      expect(emitted).toEqual([]);
    },
  );
});

describe('the name of a thumbnail', () => {
  it.each([
    ['photos/cat.jpg', 'jpeg', 'thumbnails/photos/cat-20.jpg'],
    ['photos/CAT.JPG', 'jpeg', 'thumbnails/photos/CAT-20.JPG'],
    ['photos/cat.jpeg', 'jpeg', 'thumbnails/photos/cat-20.jpeg'],
    ['cat', 'jpeg', 'thumbnails/cat-20.jpg'],
    ['v1.2/cat', 'webp', 'thumbnails/v1.2/cat-20.webp'],
    ['v1.jpg/cat', 'png', 'thumbnails/v1.jpg/cat-20.png'],
    ['cat.final.v2', 'png', 'thumbnails/cat.final.v2-20.png'],
    ['cat.jpg', 'png', 'thumbnails/cat-20.png'],
    ['IMG_1.HEIC', 'jpeg', 'thumbnails/IMG_1-20.jpg'],
    ['résumé/Ünïcode 猫.avif', 'avif', 'thumbnails/résumé/Ünïcode 猫-20.avif'],
    ['a b+c&d%20.gif', 'gif', 'thumbnails/a b+c&d%20-20.gif'],
  ] as const)('of %s that is a %s is %s', async (name, format, expected) => {
    const trial = await upload({ name, bytes: await redAndBlue({ width: 20, height: 10, format }) });
    expect(thumbnails(trial)).toEqual([expected]);
  });

  it('differs for sources that differ in their extension alone', async () => {
    const names = ['cat.jpg', 'cat.jpeg', 'cat.png', 'cat.webp', 'cat.avif', 'cat.gif'];
    const formats = ['jpeg', 'jpeg', 'png', 'webp', 'avif', 'gif'] as const;
    const trials = await Promise.all(
      names.map(async (name, index) =>
        upload({ name, bytes: await redAndBlue({ width: 20, height: 10, format: formats[index] ?? 'jpeg' }) }),
      ),
    );
    expect(new Set(trials.flatMap(thumbnails)).size).toBe(names.length);
  });

  it.each([
    ['another name', mark('7', 'photos/cat')],
    [
      'another bucket',
      { ...mark('7'), metadata: { sourcebucket: 'elsewhere', sourcename: 'photos/cat.jpg', sourceversion: '7' } },
    ],
  ])('that belongs to an object of %s is a reject, and not its end', async (_, before) => {
    const trial = await upload({ bytes: (await source()).bytes, blobs: { [`thumbnails/${NAME}`]: before } });
    expect(trial.outcome).toEqual({
      kind: 'reject',
      code: 'name-taken',
      reason: `The thumbnail thumbnails/${NAME} belongs to another object: rename one of the two, or delete it.`,
    });
    expect(thumbnail(trial, NAME)).toBe(before);
  });

  it('that somebody used by hand is taken over', async () => {
    const before = { bytes: Buffer.from('mine'), contentType: 'text/plain', metadata: {} };
    const trial = await upload({ bytes: (await source()).bytes, blobs: { [`thumbnails/${NAME}`]: before } });
    expect(trial.outcome).toEqual({ kind: 'done' });
  });
});

describe('the bucket for thumbnails', () => {
  const before = process.env.THUMBNAILS_BUCKET;
  afterEach(() => {
    if (before === undefined) delete process.env.THUMBNAILS_BUCKET;
    else process.env.THUMBNAILS_BUCKET = before;
  });

  it('is the one that THUMBNAILS_BUCKET names', async () => {
    process.env.THUMBNAILS_BUCKET = 'small-pictures';
    const { blobs } = await upload({ bytes: (await source()).bytes });
    expect([...blobs.keys()]).toEqual(['uploads/photos/cat.jpg', `small-pictures/${NAME}`]);
  });
});
