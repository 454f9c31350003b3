import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isMissing } from '../../shared/delivery/embedded/folder.ts';
import type { DeliveryLine } from '../../shared/delivery/log.ts';
import { CLOUDS, type CloudName } from './cloud.ts';

/** What `npm start -- --once --json` prints: what happened to each event, and what came of it. */
export type Report = {
  readonly deliveries: readonly {
    readonly cloud: string;
    readonly event: DeliveryLine['event'];
    readonly route: string | null;
    readonly outcome: string;
    readonly attempt: number;
    readonly ms: number;
  }[];
  readonly thumbnails: readonly {
    readonly cloud: string;
    readonly path: string;
    readonly width: number;
    readonly height: number;
  }[];
  readonly mails: readonly { readonly cloud: string; readonly to: string; readonly subject: string }[];
};

export function toReportedDelivery(line: DeliveryLine): Report['deliveries'][number] {
  const { cloud, event, route, outcome, attempt, ms } = line;
  return { cloud, event, route: route ?? null, outcome, attempt, ms };
}

/** Every thumbnail of a cloud, measured from the files themselves. */
export async function findThumbnails(cloud: CloudName, blobRoot: string): Promise<Report['thumbnails']> {
  const { default: sharp } = await import('sharp');
  const root = join(blobRoot, 'thumbnails');
  const names = await readdir(root, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const files = names
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => `${entry.parentPath}${sep}${entry.name}`);
  return Promise.all(
    files.sort().map(async (path) => {
      const { width, height } = await sharp(path).metadata();
      return { cloud, path, width, height };
    }),
  );
}

/** The first run is good when on each cloud an upload was resized and an order confirmed. */
export function isGood(deliveries: readonly DeliveryLine[]): boolean {
  const isDone = (cloud: string, route: string) =>
    deliveries.some(
      (line) => line.cloud === cloud && line.route === route && line.outcome === 'done' && line.as === undefined,
    );
  return CLOUDS.every((cloud) => isDone(cloud, 'resize') && isDone(cloud, 'confirm'));
}
