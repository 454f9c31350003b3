import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createState } from '../functions/kafka/state.ts';
import { bind, type Call } from '../shared/delivery/bind.ts';
import { createMemoryState } from '../shared/delivery/embedded/memory-state.ts';
import { createSqliteState } from '../shared/delivery/embedded/sqlite-state.ts';
import type { Item } from '../shared/delivery/item.ts';
import { createLaneQueue } from '../shared/delivery/lane-queue.ts';
import { createRouter } from '../shared/delivery/router.ts';
import { createSlots } from '../shared/delivery/slots.ts';
import type { StateStore } from '../shared/routing/context.ts';
import { route } from '../shared/routing/route.ts';
import { defineRoutes } from '../shared/routing/table.ts';
import { toBlobUploaded } from '../shared/schemas/blob.ts';
import type { CloudEvent } from '../shared/schemas/cloudevent.ts';
import { ok } from '../shared/schemas/result.ts';
import { anything, toBenchPorts } from './bench-ports.ts';
import { measureCommits } from './commits.ts';
import { type Figure, holds } from './figure.ts';

const table = defineRoutes([route({ name: 'noop', on: 'blob.uploaded', schema: anything, handle: async () => {} })]);

const BATCH = 64;

/** Deliveries with a handler that does nothing, through decode, lanes, claim, run, complete and ack. */
export async function measureDeliveries(): Promise<readonly Figure[]> {
  const text = JSON.stringify(upload(1));
  const parse = best(5, () => timed(100_000, () => JSON.parse(text)));
  const memory = await measureStore(() => createMemoryState(Date.now), 60_000, 6);
  const folder = await mkdtemp(join(tmpdir(), 'waybill-bench-'));
  try {
    const sqlite = await measureStore(() => createSqliteState(folder, Date.now), 8_000, 4);
    const commits = measureCommits(folder);
    return [
      { what: `JSON.parse of the event (${text.length} bytes)`, value: parse, unit: 'µs' },
      holds('Router, state in memory: per event', memory, 'µs', { target: '≤ 10 µs', most: 10 }),
      holds('Router, state in memory: deliveries', 1e6 / memory, 'per second', { target: '≥ 100,000', least: 100_000 }),
      {
        what: 'Router, state in memory: events parsed in the time of one delivery',
        value: memory / parse,
        unit: 'parses',
      },
      { what: 'SQLite, WAL, synchronous=FULL: bare commits of one row', value: commits.single, unit: 'per second' },
      { what: `SQLite, the same: bare commits of ${BATCH} rows each`, value: commits.batched, unit: 'rows per second' },
      holds('Router, state in SQLite: deliveries', 1e6 / sqlite, 'per second', { target: '≥ 5,000', least: 5_000 }),
      {
        what: 'Router, state in SQLite: deliveries for each bare commit',
        value: 1e6 / sqlite / commits.single,
        unit: '',
      },
      ...(await measurePostgres(process.env.STATE_URL)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As many at once as a worker has handlers. */
const AT_ONCE = 64;

/** Of a database that is there, such as the one that workers are to use; its claims stay in it for two weeks. */
async function measurePostgres(url: string | undefined): Promise<readonly Figure[]> {
  if (url === undefined) return [];
  const state = createState({ STATE_URL: url }, Date.now);
  const time = await measureStore(() => state, 12_800, 3, { queue: createLaneQueue(createSlots(AT_ONCE)) });
  return [
    { what: `Router, state in PostgreSQL, ${AT_ONCE} at once: deliveries`, value: 1e6 / time, unit: 'per second' },
  ];
}

/** Microseconds for one delivery: the best of some rounds, each of new events in batches with a lane for each event. */
async function measureStore(open: () => StateStore, count: number, rounds: number, call: Call = {}): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  // New events in each run: a database keeps the claims of the last one.
  let next = Date.now() * 1_000;
  for (let round = 0; round < rounds; round++) {
    const run = bind({ decode, ack }, createRouter({ name: 'bench', table, ports: toBenchPorts(open()) }, {}));
    const batches = Array.from({ length: count / BATCH }, () => Array.from({ length: BATCH }, () => upload(next++)));
    const start = performance.now();
    for (const batch of batches) await run(batch, call);
    least = Math.min(least, ((performance.now() - start) * 1_000) / (batches.length * BATCH));
  }
  return least;
}

function decode(events: readonly CloudEvent[]): readonly Item<null>[] {
  return events.map((event, index) => ({ ref: null, lane: String(index), event: ok(event), raw: NOTHING }));
}

const NOTHING = new Uint8Array();

function ack(settled: readonly { readonly verdict: { readonly kind: string } }[]): void {
  if (settled.some(({ verdict }) => verdict.kind !== 'done'))
    throw new Error('The bench expects every delivery to be done');
}

function upload(n: number): CloudEvent {
  const data = {
    bucket: 'uploads',
    name: `photos/${n}.jpg`,
    version: String(n),
    size: 12_345,
    contentType: 'image/jpeg',
    etag: `e${n}`,
  };
  return toBlobUploaded('gs://uploads', data, '2026-01-31T12:00:00Z');
}

function timed(times: number, work: () => unknown): number {
  const start = performance.now();
  for (let index = 0; index < times; index++) work();
  return ((performance.now() - start) * 1_000) / times;
}

function best(rounds: number, measure: () => number): number {
  return Math.min(...Array.from({ length: rounds }, measure));
}
