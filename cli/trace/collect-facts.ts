import { CLAIMS } from '../../shared/delivery/claim.ts';
import { claimKey } from '../../shared/delivery/claim-key.ts';
import type { Place } from '../place.ts';
import { showProgress } from '../progress.ts';
import { loadTable } from '../routes/load-table.ts';
import { createFacts, type EventName, type Facts, fromKey } from './facts.ts';
import { addJournal } from './journal-facts.ts';
import { matching } from './matching.ts';
import { addClaim, addJoins, addLetters, listAll } from './state-facts.ts';

/** What is looked for; `source` makes the lookup of claims direct. */
export type Sought = { readonly id: string; readonly source?: string };

/** All that journal, joins, letters and claims tell. Claims are looked up where it is known which, and else every one is read. */
export async function collectFacts(place: Place, { id, source }: Sought): Promise<Facts> {
  const progress = showProgress(`records of ${place.cloud} read`);
  const step = () => progress.step();
  const facts = createFacts();
  try {
    const redriven = addJournal(facts, await place.readJournal());
    await addJoins(facts, place, step);
    await addLetters(facts, place, redriven, step);
    const seeds = source === undefined ? matching(facts, id).map(fromKey) : [{ source, id }];
    const isDirect = source !== undefined || (place.isRemote && seeds.length > 0);
    if (isDirect) await follow(facts, place, seeds);
    else for await (const { key, value } of listAll(place.ports.state, CLAIMS, step)) addClaim(facts, key, value);
  } finally {
    progress.end();
  }
  return facts;
}

/** Looks up the claims of these events, of all that they caused, and of what caused them as far as that is known. */
async function follow(facts: Facts, { ports }: Place, seeds: readonly EventName[]): Promise<void> {
  const queue = [...seeds];
  const seen = new Set<string>();
  const { routes } = await loadTable();
  for (let event = queue.pop(); event !== undefined; event = queue.pop()) {
    const key = facts.name(event);
    if (seen.has(key)) continue;
    seen.add(key);
    const cause = facts.causes.get(key);
    if (cause !== undefined) queue.push(fromKey(cause));
    for (const run of facts.runs.get(key) ?? []) queue.push(fromKey(run));
    const emitted = await Promise.all(routes.map(({ name }) => lookUp(facts, ports.state, { name, event })));
    queue.push(...emitted.flat());
  }
}

type Lookup = { readonly name: string; readonly event: EventName };

/** The claim of an event on a route, and of each of its redrives. */
async function lookUp(facts: Facts, state: Place['ports']['state'], { name, event }: Lookup) {
  const emitted: EventName[] = [];
  for (let redrive = 0; ; redrive++) {
    const { id, source } = event;
    const key = claimKey(name, toEvent({ id, source, redrive }));
    const found = await state.get(CLAIMS, key);
    if (found === undefined) return emitted;
    emitted.push(...addClaim(facts, key, found.value));
  }
}

/** As much of an event as its claim's key is made of. */
function toEvent({ id, source, redrive }: Pick<EventName, 'id' | 'source'> & { readonly redrive: number }) {
  return { specversion: '1.0' as const, id, source, type: '', waybillredrive: redrive };
}
