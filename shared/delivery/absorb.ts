import type { Join } from '../routing/join.ts';
import { done, type Outcome, type Reject, reject, skipped } from '../routing/outcome.ts';
import { JOIN_DUE } from '../routing/table.ts';
import type { CloudEvent } from '../schemas/cloudevent.ts';
import { checkKnown } from './check-known.ts';
import { contentHash } from './claim-key.ts';
import { closeUnclaimed, type Desk, waiting } from './close.ts';
import { parseDueEvent } from './due.ts';
import { JOINS, type JoinRecord, joinKey, keyOf, MAX_PARTS, markOf, parseJoin, withPart } from './join-record.ts';
import { asStraggler } from './join-run.ts';
import { enterDue, openJoin, writeJoin } from './join-store.ts';
import { toPortError } from './port-error.ts';
import { fromStored, toStored } from './stored.ts';
import type { JoinWork } from './work.ts';

/** What came of an event at its join, and what is to run for it: the join itself, or `otherwise` for this event alone. */
export type Absorbed = {
  readonly outcome: Outcome;
  readonly calls?: 'run' | 'straggler';
  readonly record?: JoinRecord;
};

/** In bytes. A due event carries the key in attributes, and one that no broker takes would hold up every sweep. */
const LONGEST_KEY = 512;
/** A store this busy with one key is asked again later. */
const TRIES = 16;

/** Adds an event to its join, once, or closes the join when the event says that its time is up. Never throws. */
export async function absorb(desk: Desk, work: JoinWork): Promise<Absorbed> {
  try {
    return await (work.event.type === JOIN_DUE ? absorbDue(desk, work) : absorbPart(desk, work));
  } catch (thrown) {
    const { kind, message } = toPortError('state', thrown);
    return kind === 'refused' ? refuse(desk, work, reject('refused', message)) : { outcome: waiting(message) };
  }
}

async function absorbPart(desk: Desk, work: JoinWork): Promise<Absorbed> {
  const { join, event } = work;
  const key = keyOf(join, event);
  const by = join.by.startsWith('/') ? join.by : `/${join.by}`;
  if (key === undefined) return refuse(desk, work, reject('no-key', `join ${join.name}: the event has no ${by}`));
  if (Buffer.byteLength(key) > LONGEST_KEY) return refuse(desk, work, longKey(join));
  const misfit = await checkKnown(event);
  if (misfit !== undefined) return refuse(desk, work, reject('schema', `join ${join.name}: ${misfit}`));
  for (let tries = 0; tries < TRIES; tries++) {
    const absorbed = await tryPart(desk, work, key);
    if (absorbed !== undefined) return absorbed;
  }
  return { outcome: waiting('too many events of this join come at once', 100) };
}

/** One read and one conditional write; undefined when another write came between. */
async function tryPart(desk: Desk, work: JoinWork, key: string): Promise<Absorbed | undefined> {
  const { join, event } = work;
  const { state, bodies, clock } = desk.ports;
  const found = await state.get(JOINS, joinKey(join, key));
  const parsed = found === undefined ? undefined : parseJoin(found.value);
  if (parsed !== undefined && parsed.kind !== 'join') return unusable(desk, work, parsed);
  const record = parsed?.record ?? openJoin(key, clock.now() + join.within);
  const known = ofKnown(record, event);
  if (known === 'id-reused') return refuse(desk, work, reusedId());
  if (known !== undefined)
    return found !== undefined && isDue(desk, record) ? closeDue(desk, work, { record, ...found }) : known;
  const parts = await fromStored(bodies, record.parts);
  if (parts.length >= MAX_PARTS) return refuse(desk, work, tooMany(join));
  const next = { ...withPart(join, record, { parts, event }), parts: await toStored(bodies, [...parts, event]) };
  // The entry first: a join that nobody wakes would be lost, and an entry without a join wakes nobody.
  if (found === undefined) await enterDue(desk.ports, join, next);
  const written = await writeJoin(desk.ports, { join, next, version: found?.version });
  // Its entry may have been swept before it was there to be woken: then it is closed here, where the event is a part of it by now.
  if (!written || isDue(desk, next)) return undefined;
  return next.status === 'open' ? { outcome: done() } : { outcome: done(), calls: 'run', record: next };
}

/** What a record says of an event without another write; undefined when the event is to be added. */
export function ofKnown(record: JoinRecord, event: CloudEvent): Absorbed | 'id-reused' | undefined {
  const hash = Object.hasOwn(record.seen, markOf(event)) ? record.seen[markOf(event)] : undefined;
  if (hash !== undefined && hash !== contentHash(event)) return 'id-reused';
  if (hash !== undefined)
    return { outcome: skipped('it is already a part'), ...(record.status === 'open' ? {} : { calls: 'run', record }) };
  if (record.status === 'closed') return { outcome: done(), calls: 'straggler' };
  return record.status === 'fired' ? { outcome: skipped('the join has fired without it') } : undefined;
}

/** Closes a join whose time is up, or brings one to its end that has fired or closed already. */
async function absorbDue(desk: Desk, work: JoinWork): Promise<Absorbed> {
  const { join, event } = work;
  const { key } = parseDueEvent(event);
  if (key === undefined) return refuse(desk, work, reject('no-key', `join ${join.name}: the event has no /data/key`));
  for (let tries = 0; tries < TRIES; tries++) {
    const absorbed = await tryDue(desk, work, key);
    if (absorbed !== undefined) return absorbed;
  }
  return { outcome: waiting('too many events of this join come at once', 100) };
}

async function tryDue(desk: Desk, work: JoinWork, key: string): Promise<Absorbed | undefined> {
  const { join } = work;
  const { state, clock } = desk.ports;
  const found = await state.get(JOINS, joinKey(join, key));
  if (found === undefined) return { outcome: skipped('there is no such join') };
  const parsed = parseJoin(found.value);
  if (parsed.kind !== 'join') return unusable(desk, work, parsed);
  const { record } = parsed;
  if (record.status !== 'open') return { outcome: done(), calls: 'run', record };
  // Another clock is ahead of this one: the entry is gone, so that this event is all that will wake the join.
  const left = record.due - clock.now();
  if (left > 0) return { outcome: waiting('it is not due yet', left) };
  return closeDue(desk, work, { record, version: found.version });
}

function isDue({ ports }: Desk, { status, due }: Pick<JoinRecord, 'status' | 'due'>): boolean {
  return status === 'open' && due <= ports.clock.now();
}

type Kept = { readonly record: JoinRecord; readonly version: string };

/** Closes a join whose time is up; undefined when another write came between. */
async function closeDue({ ports }: Desk, { join }: JoinWork, { record, version }: Kept): Promise<Absorbed | undefined> {
  const next: JoinRecord = { ...record, status: 'closed', why: 'due' };
  const written = await writeJoin(ports, { join, next, version });
  return written ? { outcome: done(), calls: 'run', record: next } : undefined;
}

async function refuse(desk: Desk, work: JoinWork, verdict: Reject): Promise<Absorbed> {
  return closeUnclaimed({ desk, work: { ...work, route: asStraggler(work.join, work.event) } }, verdict, 1);
}

type Unusable = Exclude<ReturnType<typeof parseJoin>, { kind: 'join' }>;

function unusable(desk: Desk, work: JoinWork, found: Unusable): Absorbed | Promise<Absorbed> {
  if (found.kind === 'refused') return refuse(desk, work, reject(found.code, found.reason));
  return { outcome: waiting(found.reason, found.after) };
}

function longKey({ name, by }: Join) {
  return reject('key-too-long', `join ${name}: what the event has by ${by} is longer than ${LONGEST_KEY} bytes`);
}

function reusedId() {
  return reject('id-reused', 'an event with this source and id but other contents came before');
}

function tooMany(join: Join) {
  return reject('too-many-parts', `join ${join.name} has ${MAX_PARTS} events of this key already`);
}
