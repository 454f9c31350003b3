import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { createMemoryBlobs, type MemoryBlob } from '../../../shared/delivery/embedded/memory-blobs.ts';
import { PortError } from '../../../shared/delivery/port-error.ts';
import type { RouteTrial } from '../../../shared/delivery/test-route.ts';
import type { Blobs } from '../../../shared/routing/context.ts';
import { deliverOn } from './deliver-on.ts';
import { type Format, noise, png, redAndBlue } from './pictures.ts';
import { resizeRoute, thumbnails, upload, uploaded } from './uploads.ts';

function expectReject(trial: RouteTrial, code: string, reason: RegExp): void {
  expect(trial.outcome).toEqual({ kind: 'reject', code, reason: expect.stringMatching(reason) });
  expect(trial.letters).toMatchObject([{ route: 'resize', code, attempts: 1 }]);
  expect(thumbnails(trial)).toEqual([]);
  expect(trial.emitted).toEqual([]);
}

describe('a file that is no image of ours', () => {
  it.each<[string, Buffer, RegExp]>([
    [
      'a text',
      Buffer.from('Dear diary, I am called photo.jpg.'),
      /no image: it starts with the bytes 4465617220646961/,
    ],
    ['a text that begins as a bitmap does', Buffer.from('BM is what my shop is called'), /no image/],
    ['an empty file', Buffer.alloc(0), /no image: it is empty/],
    ['one byte', Buffer.from([0xff]), /no image/],
    ['a film', Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2', 'latin1'), /no image/],
    ['a sound in a RIFF file', Buffer.from('RIFF\x24\0\0\0WAVEfmt ', 'latin1'), /no image/],
  ])('refuses %s called photo.jpg', async (_, bytes, reason) => {
    expectReject(await upload({ name: 'photo.jpg', bytes }), 'not-an-image', reason);
  });

  it.each<[string, Buffer]>([
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    [
      'SVG',
      Buffer.from('\ufeff<?xml version="1.0"?>\n<!-- a drawing -->\n<svg xmlns="http://www.w3.org/2000/svg"></svg>'),
    ],
    ['PDF', Buffer.from('%PDF-1.7\n%…')],
    ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
    ['HEIC', Buffer.from('\0\0\0\x18ftypmif1\0\0\0\0mif1hevc', 'latin1')],
    ['BMP', Buffer.from('BM\x46\0\0\0\0\0\0\0\x36\0\0\0', 'latin1')],
    ['JPEG XL', Buffer.from([0xff, 0x0a, 0, 0])],
    ['JPEG 2000', Buffer.from('\0\0\0\x0cjP  \r\n\x87\n', 'latin1')],
    ['Photoshop', Buffer.from('8BPS\0\x01', 'latin1')],
  ])('refuses %s by name, whatever the name and content type say', async (kind, bytes) => {
    const reason = new RegExp(`^${kind} files are not taken: expected JPEG, PNG, WebP, AVIF or GIF\\.$`);
    expectReject(await upload({ name: 'photo.jpg', bytes }), 'unsupported-image', reason);
  });

  it('refuses a real TIFF', async () => {
    const bytes = await redAndBlue({ width: 20, height: 20, format: 'tiff' });
    expectReject(await upload({ name: 'scan.tiff', bytes }), 'unsupported-image', /^TIFF files/);
  });
});

describe('a bomb', () => {
  it.each([
    ['a header that claims 30000 × 30000', png(30_000, 30_000, 1), '30000 × 30000'],
    ['a whole image of 24000001 pixels in a few bytes', png(24_000_001, 1), '24000001 × 1'],
    ['a whole image of 8000 × 8000 in a few bytes', png(8_000, 8_000), '8000 × 8000'],
  ])('refuses %s', async (_, bytes, size) => {
    expect(bytes.length).toBeLessThan(100_000);
    const trial = await upload({ name: 'bomb.png', bytes });
    expectReject(trial, 'too-many-pixels', new RegExp(`^The image of ${size} pixels has more than the 24 million`));
  });

  it('refuses a header changed without its checksum', async () => {
    const bytes = png(100, 100);
    bytes.writeUInt32BE(60_000, 16);
    bytes.writeUInt32BE(60_000, 20);
    expectReject(await upload({ name: 'bomb.png', bytes }), 'too-many-pixels', /60000 × 60000/);
  });

  it('refuses a JPEG that claims 65500 × 65500', async () => {
    const bytes = await noise(64, 64);
    const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
    bytes.writeUInt16BE(65_500, frame + 5);
    bytes.writeUInt16BE(65_500, frame + 7);
    expectReject(await upload({ bytes }), 'too-many-pixels', /65500 × 65500/);
  });

  it('takes an image of just 24 million pixels', async () => {
    const trial = await upload({ name: 'large.png', bytes: png(6_000, 4_000) });
    expect(trial.outcome).toEqual({ kind: 'done' });
  });
});

describe('a damaged image', () => {
  const formats: readonly Format[] = ['jpeg', 'png', 'webp', 'avif', 'gif'];
  const cuts = formats.flatMap((format) => [0.2, 0.5, 0.9, 0.99].map((part) => [format, part] as const));

  let wholes: ReadonlyMap<Format, Buffer>;
  beforeAll(async () => {
    wholes = new Map(
      await Promise.all(formats.map(async (format) => [format, await noise(200, 150, format)] as const)),
    );
  });

  it.each(cuts)('refuses a %s of which only %d is there', async (format, part) => {
    const whole = wholes.get(format) ?? Buffer.alloc(0);
    const bytes = whole.subarray(0, Math.floor(whole.length * part));
    expectReject(
      await upload({ name: `cut.${format}`, bytes }),
      'broken-image',
      /^The image cannot be decoded: \S.*[^.:]\.$/,
    );
  });

  it('refuses a JPEG without its last two bytes', async () => {
    const whole = await noise(200, 150);
    expectReject(await upload({ bytes: whole.subarray(0, -2) }), 'broken-image', /premature end/);
  });

  it.each(formats)('refuses a %s of which only the first bytes are right', async (format) => {
    const bytes = Buffer.concat([(await noise(20, 20, format)).subarray(0, 40), Buffer.alloc(400, 0x5a)]);
    expectReject(await upload({ name: `bad.${format}`, bytes }), 'broken-image', /cannot be decoded/);
  });

  it('refuses a PNG with a wrong checksum, about which its decoder says nothing', async () => {
    const bytes = await redAndBlue({ width: 40, height: 20, format: 'png' });
    bytes.writeUInt32BE(1, 29);
    expectReject(await upload({ name: 'bad.png', bytes }), 'broken-image', /decoder does not say why/);
  });

  it('takes what cameras leave in: a few bytes between two segments, and more behind the end', async () => {
    const whole = await redAndBlue({ width: 400, height: 200 });
    const scan = whole.indexOf(Buffer.from([0xff, 0xda]));
    const bytes = Buffer.concat([
      whole.subarray(0, scan),
      Buffer.from([1, 2, 3]),
      whole.subarray(scan),
      Buffer.alloc(99, 7),
    ]);
    expect((await upload({ bytes })).outcome).toEqual({ kind: 'done' });
  });

  it('takes an image whose colour profile is damaged', async () => {
    const bytes = await sharp(await noise(40, 40))
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    bytes.fill(7, bytes.indexOf('ICC_PROFILE') + 14, bytes.indexOf('ICC_PROFILE') + 414);
    expect((await upload({ bytes })).outcome).toEqual({ kind: 'done' });
  });
});

describe('a store', () => {
  const found = async (): Promise<[string, MemoryBlob]> => [
    'uploads/photos/cat.jpg',
    { bytes: await redAndBlue({ width: 20, height: 20 }), contentType: 'image/jpeg', metadata: {}, version: '7' },
  ];

  it('without the object is a reject', async () => {
    const { outcome, letters } = await deliverOn(createMemoryBlobs(new Map()), resizeRoute(), uploaded({}));
    expect(outcome).toEqual({
      kind: 'reject',
      code: 'blob-gone',
      reason: 'The object uploads/photos/cat.jpg is no longer there.',
    });
    expect(letters).toHaveLength(1);
  });

  it('with an object of more than 20 MB is a reject', async () => {
    const bytes = Buffer.concat([await noise(10, 10), Buffer.alloc(20_000_000)]);
    expectReject(
      await upload({ bytes }),
      'too-large',
      /^The file of \d+ bytes is larger than the 20000000 that are taken\.$/,
    );
  });

  it('with an image of 20 MB to the byte gives thumbnails', async () => {
    const whole = await noise(10, 10);
    const bytes = Buffer.concat([whole, Buffer.alloc(20_000_000 - whole.length)]);
    expect((await upload({ bytes })).outcome).toEqual({ kind: 'done' });
  });

  it.each(['read', 'head', 'write'] as const)('that is down at its %s costs no attempt', async (method) => {
    const down = () => Promise.reject(new PortError('unavailable', 'blobs', { message: 'connection refused' }));
    const blobs: Blobs = { ...createMemoryBlobs(new Map([await found()])), [method]: down };
    const { outcome, letters, emitted } = await deliverOn(blobs, resizeRoute(), uploaded({}));
    expect(outcome).toMatchObject({ kind: 'retry', counted: false, reason: 'blobs unavailable: connection refused' });
    expect([...letters, ...emitted]).toEqual([]);
  });

  it('that will never take the thumbnail is a reject', async () => {
    const refuse = () => Promise.reject(new PortError('refused', 'blobs', { message: 'the name is too long' }));
    const blobs: Blobs = { ...createMemoryBlobs(new Map([await found()])), write: refuse };
    const { outcome } = await deliverOn(blobs, resizeRoute(), uploaded({}));
    expect(outcome).toMatchObject({ kind: 'reject', code: 'refused' });
  });
});
