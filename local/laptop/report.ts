import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isMissing } from '../../shared/delivery/embedded/folder.ts';
import type { DeliveryLine } from '../../shared/delivery/log.ts';
import { CLOUDS, type CloudName } from './cloud.ts';
import type { Laptop } from './laptop.ts';
import { lettersOf } from './letters-of.ts';
import type { Stores } from './stores.ts';

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
  /** Every end that an order came to: one for each, unless something is wrong. */
  readonly orders: readonly {
    readonly cloud: string;
    readonly orderId: string;
    readonly end: 'shipped' | 'cancelled';
  }[];
  readonly deadLetters: readonly {
    readonly cloud: string;
    readonly route: string | null;
    readonly code: string;
    /** Its event was sent once more. */
    readonly redriven: boolean;
  }[];
};

function toReportedDelivery(line: DeliveryLine): Report['deliveries'][number] {
  const { cloud, event, route, outcome, attempt, ms } = line;
  return { cloud, event, route: route ?? null, outcome, attempt, ms };
}

/** What there is to tell after the samples; dead letters are those that were filed since a time. */
export async function toReport(laptop: Laptop, deliveries: readonly DeliveryLine[], since: number): Promise<Report> {
  await Promise.all(laptop.clouds.map((cloud) => cloud.pull?.()));
  const thumbnails = CLOUDS.map((cloud) => findThumbnails(cloud, laptop.blobRootOf(cloud)));
  const letters = CLOUDS.map((cloud) => findLetters(cloud, laptop.storesOf(cloud), since));
  const mails = laptop.inbox?.mails() ?? [];
  return {
    deliveries: deliveries.map(toReportedDelivery),
    thumbnails: (await Promise.all(thumbnails)).flat(),
    mails: mails.map(({ sender = '', to, subject }) => ({ cloud: sender, to, subject })),
    orders: findOrders(deliveries),
    deadLetters: (await Promise.all(letters)).flat(),
  };
}

async function findLetters(cloud: CloudName, stores: Stores, since: number): Promise<Report['deadLetters']> {
  const letters = await lettersOf(stores, since);
  return letters.map(({ route = null, code, status }) => ({ cloud, route, code, redriven: status === 'redriven' }));
}

/** Every thumbnail of a cloud, measured from the files themselves. */
async function findThumbnails(cloud: CloudName, blobRoot: string): Promise<Report['thumbnails']> {
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

const PLACES: readonly string[] = CLOUDS;

/** The ends that orders came to, from the events that told of them; an event that came twice is one. */
function findOrders(deliveries: readonly DeliveryLine[]): Report['orders'] {
  const ends = new Map<string, Report['orders'][number]>();
  for (const { cloud, event } of deliveries) {
    const end = ENDS.get(event?.type ?? '');
    if (event === undefined || end === undefined) continue;
    ends.set(`${cloud} ${event.source} ${event.id}`, { cloud, orderId: event.subject ?? '', end });
  }
  return [...ends.values()].sort(
    (a, b) => PLACES.indexOf(a.cloud) - PLACES.indexOf(b.cloud) || a.orderId.localeCompare(b.orderId),
  );
}

const ENDS: ReadonlyMap<string, Report['orders'][number]['end']> = new Map([
  ['order.shipped', 'shipped'],
  ['order.cancelled', 'cancelled'],
]);
