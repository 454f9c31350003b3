import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

export type Format = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff';

export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly format?: Format;
  /** EXIF orientation. */
  readonly orientation?: number;
  /** Display P3 instead of sRGB, with its profile. */
  readonly wide?: boolean;
};

/** A picture whose left half is red and whose right half is blue, as it is stored; it carries a camera's name in its EXIF. */
export function redAndBlue({
  width,
  height,
  format = 'jpeg',
  orientation = 1,
  wide = false,
}: Picture): Promise<Buffer> {
  const left = Math.floor(width / 2);
  const pixels = Buffer.alloc(width * height * 3);
  for (let index = 0; index < width * height; index++) pixels[index * 3 + (index % width < left ? 0 : 2)] = 255;
  const image = sharp(pixels, { raw: { width, height, channels: 3 } })
    .withMetadata({ orientation })
    .withExif({ IFD0: { Make: 'A camera', Orientation: String(orientation) } });
  return (wide ? image.withIccProfile('p3') : image).toFormat(format).toBuffer();
}

/** Noise, which no format makes small; the same each time, since how a decoder takes a damaged file depends on what was in it. */
export function noise(width: number, height: number, format: Format = 'jpeg'): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3);
  let state = 1;
  for (const index of pixels.keys()) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    pixels[index] = state >>> 24;
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .toFormat(format)
    .toBuffer();
}

/** A PNG of one colour whose header may promise more than the file holds. */
export function png(width: number, height: number, rows = height): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt16BE(0x0100, 8); // one bit for each pixel, greyscale
  const row = Buffer.alloc(1 + Math.ceil(width / 8));
  const data = deflateSync(Buffer.concat(Array.from({ length: rows }, () => row)));
  const chunks = [chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** `red`, `blue` or the three values, at a place given in parts of width and height. */
export async function colourAt(image: Uint8Array, x: number, y: number): Promise<string> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
  const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
  if (red > 200 && green < 60 && blue < 60) return 'red';
  return blue > 200 && red < 60 && green < 60 ? 'blue' : `${red},${green},${blue}`;
}
