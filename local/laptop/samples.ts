import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../shared/delivery/embedded/folder.ts';
import { samplePhoto } from '../samples/sample-photo.ts';
import { toSampleEvent } from '../samples/to-sample-event.ts';
import type { Laptop } from './laptop.ts';

/** Places an order on each cloud and uploads a photo of 12 megapixels, turned by its EXIF orientation, to each. */
export async function runSamples(laptop: Laptop): Promise<void> {
  await Promise.all(laptop.clouds.map(({ name }) => laptop.send(name, toSampleEvent('order.placed'))));
  const photo = await samplePhoto();
  for (const { name } of laptop.clouds) {
    const folder = join(laptop.uploadsOf(name), 'photos');
    await mkdir(folder, { recursive: true });
    await writeWhole(join(folder, 'sunset.jpg'), photo);
  }
}
