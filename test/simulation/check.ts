import { checkJoins } from './check-joins.ts';
import { checkOrders } from './check-orders.ts';
import { nameOf } from './ledger.ts';
import { lettersOf } from './whereabouts.ts';
import type { Workload } from './workload.ts';
import type { World } from './world.ts';

/** Looks at a world that has come to rest; what is wrong with it goes to its findings. */
export async function check(world: World, work: Workload): Promise<void> {
  checkParcels(world);
  checkOutboxes(world);
  await checkEffects(world);
  await checkLetters(world);
  checkNeighbours(world, work);
  checkJoins(world, work.pairs);
  await checkOrders(world, work.orders);
}

function checkParcels({ ledger, find }: World): void {
  for (const parcel of ledger.kept()) find(`${nameOf(parcel)} is neither acknowledged nor given up`);
  for (const parcel of ledger.givenUp())
    find(`${nameOf(parcel)} was given up by the platform, and no letter of ours has it`);
}

function checkOutboxes({ runs, ledger, find }: World): void {
  for (const [key, ids] of runs.outboxes()) {
    const lost = ids.filter((id) => !ledger.hasAccepted(id));
    if (lost.length > 0) find(`${lost.length} events of the outbox of ${key} were never published`);
  }
}

const ROUTE_OF = new Map([
  ['sim.tick', 'effect'],
  ['sim.step', 'step'],
  ['sim.note', 'note'],
]);

/** Each effect took place, under one key. */
async function checkEffects(world: World): Promise<void> {
  const { ledger, store, find } = world;
  for (const [name, keys] of store.effects) if (keys.size > 1) find(`${name} took place under ${keys.size} keys`);
  for (const { event } of ledger.parcels()) {
    const route = ROUTE_OF.get(event?.type ?? '');
    if (event === undefined || route === undefined || event.subject === 'misfit') continue;
    if (!store.effects.has(`${route} ${event.source} ${event.id}`))
      find(`${route} ${event.source} ${event.id} had no effect`);
  }
}

async function checkLetters(world: World): Promise<void> {
  for (const { id, route, code } of await lettersOf(world)) {
    if (!world.store.letters.has(`${id}.json`)) world.find(`the letter ${id} of ${route} (${code}) has no body`);
  }
}

/** What kills its process does so to its neighbours once: then it runs alone. */
function checkNeighbours({ runs, find }: World, { kills }: Workload): void {
  for (const [key, list] of runs.all()) {
    const killed = list.filter(({ excuse }) => excuse === 'of poison').length;
    if (!key.startsWith('poison|') && killed > kills)
      find(`${key} was killed ${killed} times by ${kills} poison events`);
  }
}
