import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { resizeTo } from '../../../shared/handlers/resize-image.ts';
import { route } from '../../../shared/routing/route.ts';
import { BlobResized, BlobUploaded } from '../../../shared/schemas/blob.ts';
import { colourAt, type Format, noise, redAndBlue } from './pictures.ts';
import { thumbnail, thumbnails, upload } from './uploads.ts';

const FORMATS: readonly (readonly [Format, extension: string])[] = [
  ['jpeg', 'jpg'],
  ['png', 'png'],
  ['webp', 'webp'],
  ['avif', 'avif'],
  ['gif', 'gif'],
];

describe('the sizes', () => {
  it.each(FORMATS)(
    'makes thumbnails 320 and 1024 pixels wide of a %s, in its own format',
    async (format, extension) => {
      const bytes = await redAndBlue({ width: 1600, height: 800, format });
      const trial = await upload({ name: `photos/cat.${extension}`, bytes });
      expect(trial.outcome).toEqual({ kind: 'done' });
      const names = [`thumbnails/photos/cat-320.${extension}`, `thumbnails/photos/cat-1024.${extension}`];
      expect(thumbnails(trial)).toEqual(names);
      for (const [index, [width, height]] of [
        [320, 160],
        [1024, 512],
      ].entries()) {
        const made = thumbnail(trial, names[index] ?? '');
        expect(made.contentType).toBe(`image/${format}`);
        expect(await sharp(made.bytes).metadata()).toMatchObject({ width, height, mediaType: `image/${format}` });
        expect(await colourAt(made.bytes, 0.25, 0.5)).toBe('red');
        expect(await colourAt(made.bytes, 0.75, 0.5)).toBe('blue');
      }
    },
  );

  it('gives a source of 200 pixels its own width once, and never enlarges it', async () => {
    const trial = await upload({ bytes: await redAndBlue({ width: 200, height: 100 }) });
    expect(thumbnails(trial)).toEqual(['thumbnails/photos/cat-200.jpg']);
    const { bytes } = thumbnail(trial, 'thumbnails/photos/cat-200.jpg');
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 200, height: 100 });
  });

  it('gives a source between two sizes the smaller one and its own', async () => {
    const trial = await upload({ bytes: await redAndBlue({ width: 500, height: 100 }) });
    expect(thumbnails(trial)).toEqual(['thumbnails/photos/cat-320.jpg', 'thumbnails/photos/cat-500.jpg']);
  });

  it.each(FORMATS)('takes a %s of a single pixel', async (format, extension) => {
    const trial = await upload({ name: `dot.${extension}`, bytes: await redAndBlue({ width: 1, height: 1, format }) });
    expect(thumbnails(trial)).toEqual([`thumbnails/dot-1.${extension}`]);
  });

  it('keeps at least one pixel of height of a very flat picture', async () => {
    const trial = await upload({
      name: 'line.png',
      bytes: await redAndBlue({ width: 4000, height: 1, format: 'png' }),
    });
    expect(trial.emitted[0]?.data).toMatchObject({
      thumbnails: [
        { width: 320, height: 1 },
        { width: 1024, height: 1 },
      ],
    });
  });

  it('makes the sizes that a route names', async () => {
    const sizes = route({
      name: 'two',
      on: 'blob.uploaded',
      schema: BlobUploaded,
      handle: resizeTo([64, 48, 64]),
      emits: ['blob.resized'],
    });
    const trial = await upload({ bytes: await redAndBlue({ width: 100, height: 100 }), route: sizes });
    expect(thumbnails(trial)).toEqual(['thumbnails/photos/cat-64.jpg', 'thumbnails/photos/cat-48.jpg']);
  });

  it.each([[[]], [[0]], [[-1]], [[1.5]], [[Number.NaN]]])(
    'refuses the widths %j when the table loads',
    (widths: number[]) => {
      expect(() => resizeTo(widths)).toThrow('expected widths in whole pixels from 1');
    },
  );

  it('takes the first frame of an animation', async () => {
    const frames = await Promise.all(
      ['red', 'blue'].map((background) =>
        sharp({ create: { width: 64, height: 64, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const bytes = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(bytes).metadata()).pages).toBe(2);
    const { bytes: made } = thumbnail(await upload({ name: 'two.gif', bytes }), 'thumbnails/two-64.gif');
    expect((await sharp(made).metadata()).pages ?? 1).toBe(1);
    expect(await colourAt(made, 0.5, 0.5)).toBe('red');
  });
});

describe('the orientation', () => {
  const upright: readonly (readonly [
    orientation: number,
    red: readonly [number, number],
    width: number,
    height: number,
  ])[] = [
    [1, [0.25, 0.5], 400, 100],
    [2, [0.75, 0.5], 400, 100],
    [3, [0.75, 0.5], 400, 100],
    [4, [0.25, 0.5], 400, 100],
    [5, [0.5, 0.25], 100, 400],
    [6, [0.5, 0.25], 100, 400],
    [7, [0.5, 0.75], 100, 400],
    [8, [0.5, 0.75], 100, 400],
  ];

  it.each(upright)(
    'turns EXIF orientation %i upright and measures after that',
    async (orientation, [x, y], width, height) => {
      const trial = await upload({ bytes: await redAndBlue({ width: 400, height: 100, orientation }) });
      const name = `thumbnails/photos/cat-${Math.min(width, 320)}.jpg`;
      const { bytes } = thumbnail(trial, name);
      const scale = Math.min(1, 320 / width);
      const metadata = await sharp(bytes).metadata();
      expect(metadata).toMatchObject({ width: width * scale, height: height * scale });
      expect(metadata.orientation ?? 1).toBe(1);
      expect(await colourAt(bytes, x, y)).toBe('red');
      expect(await colourAt(bytes, 1 - x, 1 - y)).toBe('blue');
    },
  );

  it.each(['png', 'webp', 'avif'] as const)('turns a %s as well', async (format) => {
    const bytes = await redAndBlue({ width: 400, height: 100, orientation: 6, format });
    const trial = await upload({ name: `turned.${format}`, bytes });
    expect(trial.emitted[0]?.data).toMatchObject({ thumbnails: [{ width: 100, height: 400 }] });
    expect(await colourAt(thumbnail(trial, `thumbnails/turned-100.${format}`).bytes, 0.5, 0.25)).toBe('red');
  });
});

describe('what goes with the pixels', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)(
    'strips the metadata of a %s and keeps its colour profile',
    async (format) => {
      const bytes = await redAndBlue({ width: 400, height: 100, format, wide: true });
      const before = await sharp(bytes).metadata();
      expect(before.exif).toBeDefined();
      const { bytes: made } = thumbnail(
        await upload({ name: `wide.${format}`, bytes }),
        `thumbnails/wide-320.${format}`,
      );
      const after = await sharp(made).metadata();
      expect({ exif: after.exif, xmp: after.xmp, iptc: after.iptc }).toEqual({});
      expect(after.icc?.equals(before.icc ?? Buffer.alloc(0))).toBe(true);
      expect(made.length).toBeLessThan(bytes.length + 10_000);
      expect(await colourAt(made, 0.25, 0.5)).toBe('red');
    },
  );

  it('keeps transparency', async () => {
    const bytes = await sharp({
      create: { width: 50, height: 50, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    const { bytes: made } = thumbnail(await upload({ name: 'clear.png', bytes }), 'thumbnails/clear-50.png');
    expect((await sharp(made).raw().toBuffer()).at(3)).toBe(0);
  });

  it('makes a picture for screens of one for print', async () => {
    const bytes = await sharp(await noise(64, 64))
      .toColourspace('cmyk')
      .withIccProfile('cmyk')
      .jpeg()
      .toBuffer();
    const { bytes: made } = thumbnail(await upload({ bytes }), 'thumbnails/photos/cat-64.jpg');
    expect(await sharp(made).metadata()).toMatchObject({ space: 'srgb', channels: 3 });
  });
});

describe('what it tells', () => {
  it('emits one event with every thumbnail’s name, width, height, size and content type', async () => {
    const trial = await upload({ bytes: await redAndBlue({ width: 1600, height: 800 }), version: '1700000000000001' });
    const sizeOf = (name: string) => thumbnail(trial, name).bytes.length;
    expect(trial.emitted).toHaveLength(1);
    expect(trial.emitted[0]).toMatchObject({
      type: 'blob.resized',
      subject: 'photos/cat.jpg',
      source: '/waybill/resize',
    });
    expect(trial.emitted[0]?.data).toEqual({
      bucket: 'uploads',
      name: 'photos/cat.jpg',
      version: '1700000000000001',
      thumbnails: [
        {
          name: 'thumbnails/photos/cat-320.jpg',
          width: 320,
          height: 160,
          size: sizeOf('thumbnails/photos/cat-320.jpg'),
          contentType: 'image/jpeg',
        },
        {
          name: 'thumbnails/photos/cat-1024.jpg',
          width: 1024,
          height: 512,
          size: sizeOf('thumbnails/photos/cat-1024.jpg'),
          contentType: 'image/jpeg',
        },
      ],
    });
    expect(BlobResized.safeParse(trial.emitted[0]?.data).success).toBe(true);
  });

  it('does not want its own thumbnails, nor what is no image by its content type', async () => {
    const bytes = await redAndBlue({ width: 10, height: 10 });
    expect((await upload({ name: 'thumbnails/photos/cat-320.jpg', bytes })).outcome).toBeUndefined();
  });
});
