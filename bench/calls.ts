import { seedStock } from '../local/laptop/seed-stock.ts';
import { sampleOrder } from '../local/samples/sample-order.ts';
import { samplePhoto } from '../local/samples/sample-photo.ts';
import { bind } from '../shared/delivery/bind.ts';
import { createMemoryBodies } from '../shared/delivery/embedded/bodies.ts';
import { createMemoryBlobs } from '../shared/delivery/embedded/memory-blobs.ts';
import { createMemoryPayments } from '../shared/delivery/embedded/memory-payments.ts';
import { createMemoryState } from '../shared/delivery/embedded/memory-state.ts';
import { systemClock } from '../shared/delivery/embedded/system-clock.ts';
import type { Ports } from '../shared/delivery/ports.ts';
import { createRouter } from '../shared/delivery/router.ts';
import { toSweepEvent } from '../shared/delivery/sweep.ts';
import { routes } from '../shared/routes.ts';
import { toBlobUploaded } from '../shared/schemas/blob.ts';
import type { CloudEvent } from '../shared/schemas/cloudevent.ts';

/**
 * `node bench/calls.ts`: which paid calls one order, one upload and one idle sweep of the sample table make, counted in memory, with every
 * published event brought back to the function until nothing is left. What docs/deploy.md multiplies by the clouds' prices.
 */
const KINDS = [
  'invocations',
  'state reads',
  'state writes',
  'blob reads',
  'blob writes',
  'published',
  'mails',
] as const;
type Kind = (typeof KINDS)[number];

const counts = new Map<Kind, number>();
const queue: CloudEvent[] = [];

/** The object with each of these functions counted as a call of that kind. */
function counted<T extends object>(port: T, kinds: Partial<Record<keyof T & string, Kind>>): T {
  return new Proxy(port, {
    get: (target, name, receiver) => {
      const kind = kinds[name as keyof T & string]; // any other name has none
      if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return Reflect.get(target, name, receiver);
    },
  });
}

const photo = { bytes: await samplePhoto(), contentType: 'image/jpeg', metadata: {} };
const objects = new Map([['uploads/photo.jpg', photo]]);
const state = createMemoryState(systemClock.now);
const ports: Ports = {
  blobs: counted(createMemoryBlobs(objects), { read: 'blob reads', head: 'blob reads', write: 'blob writes' }),
  mail: counted({ send: async () => {} }, { send: 'mails' }),
  payments: createMemoryPayments(new Map()),
  state: counted(state, { get: 'state reads', list: 'state reads', put: 'state writes', delete: 'state writes' }),
  bodies: createMemoryBodies(new Map()),
  publish: async (events) => void queue.push(...events),
  log: () => {},
  clock: systemClock,
  random: Math.random,
  newOwner: () => 'bench',
};
const item = (event: CloudEvent) => ({
  ref: null,
  lane: '',
  event: { ok: true, value: event } as const,
  raw: Buffer.alloc(0),
});
const run = bind(
  { decode: (event: CloudEvent) => [item(event)], ack: () => {} },
  createRouter({ name: 'bench', table: routes, ports }, {}),
);

async function count(first: CloudEvent): Promise<Readonly<Record<string, number>>> {
  counts.clear();
  queue.push(first);
  for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
    counts.set('invocations', (counts.get('invocations') ?? 0) + 1);
    if (event !== first) counts.set('published', (counts.get('published') ?? 0) + 1);
    await run(event);
  }
  return Object.fromEntries(KINDS.map((kind) => [kind, counts.get(kind) ?? 0]));
}

await seedStock(state);
const order = sampleOrder();
const upload = {
  bucket: 'uploads',
  name: 'photo.jpg',
  version: '1',
  size: photo.bytes.length,
  etag: 'e',
  contentType: 'image/jpeg',
};
console.table({
  'an order': await count({
    specversion: '1.0',
    id: '1',
    source: '/shop',
    type: 'order.placed',
    subject: order.orderId,
    data: order,
  }),
  'an upload': await count(toBlobUploaded('s3://uploads', upload)),
  'an idle sweep': await count(toSweepEvent(Date.now())),
});
