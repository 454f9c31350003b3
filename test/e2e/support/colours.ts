import sharp from 'sharp';

/** The colours of the sample photo's sky, sun, mountain, boat and lake: red, green and blue for each, from 0 to 255. */
export async function coloursIn(image: string | Buffer): Promise<readonly number[]> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const places = [
    [0.1, 0.05],
    [0.683, 0.412],
    [0.55, 0.5],
    [0.5, 0.88],
    [0.9, 0.97],
  ] as const;
  return places.flatMap(([x, y]) => {
    const at = (Math.round(y * info.height) * info.width + Math.round(x * info.width)) * info.channels;
    return [...data.subarray(at, at + 3)];
  });
}
