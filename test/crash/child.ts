import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { bind } from '../../shared/delivery/bind.ts';
import { createFolderBodies } from '../../shared/delivery/embedded/bodies.ts';
import { createMemoryBlobs } from '../../shared/delivery/embedded/memory-blobs.ts';
import { createHttpPayments } from '../../shared/delivery/embedded/payments.ts';
import { createSqliteState } from '../../shared/delivery/embedded/sqlite-state.ts';
import type { Settled } from '../../shared/delivery/item.ts';
import { createRouter } from '../../shared/delivery/router.ts';
import { routes } from '../../shared/routes.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { ok } from '../../shared/schemas/result.ts';
import { openDisk } from './disk.ts';
import { killing } from './killing.ts';

/**
 * A worker over real stores, in a process of its own: node child.ts FOLDER PAYMENTS_URL [POINT OCCURRENCE [forgets]]. It takes the events of
 * `accepted.ndjson` and what it publishes itself until all are acknowledged, and kills itself at the point, the so-manieth time that it comes
 * there. Its clock runs on by itself where there is only waiting to do.
 */
const [folder = '', payments = '', point, occurrence = '1', forgets] = process.argv.slice(2);
const disk = openDisk(folder);
let ahead = 0;
const clock = {
  now: () => Date.now() + ahead,
  after: (ms: number, task: () => void) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

const { at, ports } = killing(
  { point, occurrence: Number(occurrence), forgets: forgets !== undefined },
  {
    blobs: createMemoryBlobs(new Map()),
    mail: { send: async ({ messageId, subject }) => disk.append('mails', [{ messageId, subject }]) },
    payments: createHttpPayments(payments),
    state: createSqliteState(folder, clock.now),
    bodies: createFolderBodies(join(folder, 'bodies')),
    publish: async (events) => {
      for (const event of events) {
        disk.append('published', [event]);
        at('amid publish');
      }
    },
    log: (line) => disk.append('log', [line]),
    clock,
    random: () => 0,
    newOwner: randomUUID,
  },
);

type Ref = { readonly place: string };
type Placed = { readonly place: string; readonly event: CloudEvent };

const decode = (batch: readonly Placed[]) =>
  batch.map(({ place, event }) => ({
    ref: { place },
    lane: place,
    event: ok(event),
    raw: Buffer.from(JSON.stringify(event)),
  }));
const ack = (settled: readonly Settled<Ref>[]) => settled;
const run = bind({ decode, ack }, createRouter({ name: 'crash', table: routes, ports }, {}));

/** Everything that came and is not acknowledged. */
function open(): readonly Placed[] {
  const acknowledged = new Set(disk.read<string>('acknowledged'));
  const placed = ['accepted', 'published'].flatMap((name) =>
    disk.read<CloudEvent>(name).map((event, index) => ({ place: `${name} ${index}`, event })),
  );
  return placed.filter(({ place }) => !acknowledged.has(place));
}

/** More rounds than any order needs: a worker that does not come to an end has lost something, and says so. */
const ROUNDS = 60;

for (let round = 0; open().length > 0; round++) {
  if (round === ROUNDS) throw new Error(`${open().length} events are not done after ${ROUNDS} rounds`);
  const settled = await run(open());
  const done = settled.flatMap(({ ref, verdict }) => (verdict.kind === 'done' ? [ref.place] : []));
  at('before ack');
  if (done.length > 0) disk.append('acknowledged', done);
  at('after ack');
  const pauses = settled.flatMap(({ verdict }) => (verdict.kind === 'retry' ? [verdict.after ?? 1_000] : []));
  if (done.length === 0 && pauses.length > 0) ahead += Math.max(...pauses);
}
