/**
 * The image library, loaded with the first image. One thread and no cache: a function has little memory, and no image comes twice.
 * See sharp's documentation, "Global properties".
 */
export async function loadSharp() {
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}

export type SharpModule = Awaited<ReturnType<typeof loadSharp>>;
