import { CLAIMS } from '../../shared/delivery/claim.ts';
import { claimKey } from '../../shared/delivery/claim-key.ts';
import type { ClaimRecord } from '../../shared/delivery/claim-record.ts';
import { digest } from '../../shared/delivery/digest.ts';
import { DUE, dueKey, parseDueEvent, toDueEvent } from '../../shared/delivery/due.ts';
import { JOINS, type JoinRecord, joinKey, keyOf, markOf } from '../../shared/delivery/join-record.ts';
import { LETTERS, type LetterEntry } from '../../shared/delivery/letters.ts';
import type { Join } from '../../shared/routing/join.ts';
import { JOIN_DUE } from '../../shared/routing/table.ts';
import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import type { Parcel } from './ledger.ts';
import { table } from './table.ts';
import type { World } from './world.ts';

/** On which routes a message is neither done nor a dead letter, in words. */
export async function whatIsOpen(world: World, { event, garbage }: Parcel): Promise<readonly string[]> {
  if (event === undefined) return (await hasGarbage(world, garbage ?? '')) ? [] : ['no letter has its bytes'];
  const targets = table.match(event);
  if (targets.length === 0 && !table.knows(event.type))
    return (await hasLetter(world, event)) ? [] : ['no route knows it and no letter has it'];
  const open = await Promise.all(
    targets.map(async (target) =>
      target.kind === 'join' ? openAtJoin(world, target, event) : openClaim(world, target.name, event),
    ),
  );
  return open.flat();
}

/** A claim that is done, or whose letter lies there with its body. */
async function openClaim(world: World, route: string, event: CloudEvent): Promise<readonly string[]> {
  const key = claimKey(route, event);
  const found = await world.store.raw.get(CLAIMS, key);
  const status = (found?.value as ClaimRecord | undefined)?.status ?? 'absent'; // of the collection of claims
  if (status === 'done') return [];
  const id = digest(key, '');
  const filed = await world.store.raw.get(LETTERS, id);
  if (filed !== undefined && world.store.letters.has(`${id}.json`)) return [];
  if (status !== 'dead' && (await hasLetter(world, event, route))) return [];
  return [`its claim of ${route} is ${status}`];
}

async function openAtJoin(world: World, join: Join, event: CloudEvent): Promise<readonly string[]> {
  const isDue = event.type === JOIN_DUE;
  const key = isDue ? parseDueEvent(event).key : keyOf(join, event);
  const found = key === undefined ? undefined : await world.store.raw.get(JOINS, joinKey(join, key));
  const record = found?.value as JoinRecord | undefined; // of the collection of joins
  if (record === undefined || key === undefined)
    return isDue || (await hasLetter(world, event, join.name)) ? [] : [`join ${join.name} does not know it`];
  const isPart = Object.hasOwn(record.seen, markOf(event));
  if (record.status === 'closed' && !isPart && !isDue) return openClaim(world, join.name, event);
  if (record.status === 'open' && !isPart)
    return (await hasLetter(world, event, join.name)) ? [] : [`join ${join.name} is open without it`];
  if (record.status === 'open' || (record.status === 'fired' && !isPart && !isDue)) return [];
  // Whoever fires a join runs it; a sweep, or what is still to come of it, brings to an end what did not get so far.
  const due = await world.store.raw.get(DUE, dueKey({ join: join.name, key, due: record.due }));
  if (due !== undefined || isAwaited(world, join, key)) return [];
  return openClaim(world, join.name, { ...toDueEvent(join.name, key), ...redriveOf(event, isDue) });
}

/** Whether the cloud still has an event that will wake the join. */
function isAwaited({ ledger }: World, join: Join, key: string): boolean {
  return [...ledger.kept(), ...ledger.givenUp()].some(({ event }) => {
    if (event === undefined || !table.match(event).includes(join)) return false;
    return key === (event.type === JOIN_DUE ? parseDueEvent(event).key : keyOf(join, event));
  });
}

function redriveOf(event: CloudEvent, isDue: boolean): object {
  const { redrive } = parseDueEvent(event);
  return isDue && redrive > 0 ? { waybillredrive: redrive } : {};
}

export async function lettersOf(world: World): Promise<readonly LetterEntry[]> {
  const records = await world.store.raw.list(LETTERS, { limit: 10_000 });
  return records.map(({ value }) => value as LetterEntry); // of the collection of letters
}

async function hasLetter(world: World, { source, id }: CloudEvent, route?: string): Promise<boolean> {
  const letters = await lettersOf(world);
  return letters.some((letter) => {
    const isSame = letter.event?.id === id && letter.event.source === source && letter.route === route;
    return isSame && world.store.letters.has(`${letter.id}.json`);
  });
}

async function hasGarbage(world: World, garbage: string): Promise<boolean> {
  const wanted = [garbage, Buffer.from(garbage).toString('base64')];
  const letters = await lettersOf(world);
  return letters.some(({ id, event }) => {
    const body = event === undefined ? world.store.letters.get(`${id}.json`) : undefined;
    const raw =
      body === undefined ? '' : Buffer.from(String(JSON.parse(Buffer.from(body).toString()).raw), 'base64').toString();
    return wanted.some((text) => raw.includes(text));
  });
}
