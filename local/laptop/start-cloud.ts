import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startAws } from './aws.ts';
import { startAzure } from './azure.ts';
import type { CloudName, CloudOptions, LocalCloud } from './cloud.ts';
import { startGcp } from './gcp.ts';
import { seedStock } from './seed-stock.ts';
import type { Stores } from './stores.ts';

const START = { gcp: startGcp, azure: startAzure, aws: startAws } satisfies Record<
  CloudName,
  (options: CloudOptions) => Promise<LocalCloud>
>;

/** A cloud starts with its buckets, and with something to sell on its shelves. */
export async function startCloud(name: CloudName, options: CloudOptions, { state }: Stores): Promise<LocalCloud> {
  for (const bucket of ['uploads', 'thumbnails'])
    await mkdir(join(options.folder, 'blobs', bucket), { recursive: true });
  await seedStock(state);
  return START[name](options);
}
