import type { CloudEvent } from '../../shared/schemas/cloudevent.ts';
import { type Order, placeOrders } from './orders.ts';
import { POISONS } from './own-routes.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;

/** What the producers of a seed's world send. */
export type Workload = { readonly orders: readonly Order[]; readonly pairs: readonly string[]; readonly kills: number };

/** Sends out, over the first minutes and now and then much later, a little of everything. */
export function startWork(world: World): Workload {
  const { random } = world;
  const orders = placeOrders(world);
  const kills = POISONS.map((how) => (random.chance(0.2) ? poison(world, how) : undefined)).includes('kill') ? 1 : 0;
  for (let tick = 0; tick < 2; tick++) produce(world, { type: 'sim.tick', subject: `tick-${tick}`, data: {} });
  for (const subject of ['north', 'south'].slice(random.int(2))) takeNotes(world, subject);
  // Some outboxes are too large for a record.
  const padding = 'x'.repeat(random.chance(0.1) ? 25_000 : 0);
  produce(world, { type: 'sim.step', subject: 'chain', data: { left: random.int(4), padding } });
  if (random.chance(0.2)) produce(world, { type: 'sim.note', subject: 'misfit', data: { sequence: 'one' } });
  if (random.chance(0.1)) produce(world, { type: 'sim.unknown', data: {} });
  if (random.chance(0.2)) sendGarbage(world, `broken ${world.seed} {`);
  return { orders, pairs: ['one', 'two'].slice(random.int(3)).map((pair) => sendPair(world, pair)), kills };
}

type Made = Pick<CloudEvent, 'type' | 'data'> & { readonly subject?: string };

/** Has a producer send an event, at a time within the first minutes unless told. */
export function produce(world: World, made: Made, at = world.random.int(10 * MINUTE)): void {
  const { random, scheduler, ledger, now } = world;
  const event: CloudEvent = {
    specversion: '1.0',
    id: `${made.subject ?? 'event'}-${++now.produced}`,
    source: '/producers',
    datacontenttype: 'application/json',
    ...made,
  };
  const send = () => now.cloud?.send(ledger.accept({ event, from: 'producer' }));
  scheduler.after(at, send);
  // A producer that got no answer sends again.
  if (random.chance(0.1)) scheduler.after(at + random.between(100, 20 * MINUTE), send);
}

function poison(world: World, how: (typeof POISONS)[number]) {
  produce(world, { type: 'sim.poison', subject: how, data: { how } });
  return how;
}

function takeNotes({ random, scheduler, ledger, now }: World, subject: string): void {
  let at = random.int(5 * MINUTE);
  for (let sequence = 1; sequence <= 4; sequence++) {
    at += random.chance(0.7) ? random.int(200) : random.int(MINUTE);
    const data = { subject, sequence };
    const named = { id: `${subject}-${sequence}`, source: '/notes', type: 'sim.note', subject };
    const event: CloudEvent = { specversion: '1.0', ...named, datacontenttype: 'application/json', data };
    scheduler.after(at, () => now.cloud?.send(ledger.accept({ event, from: 'producer' })));
  }
}

function sendGarbage({ random, scheduler, ledger, now }: World, garbage: string): void {
  scheduler.after(random.int(10 * MINUTE), () => now.cloud?.send(ledger.accept({ garbage, from: 'producer' })));
}

/** Some of a pair's parts, in any order, before or after its time is up. */
function sendPair(world: World, pair: string): string {
  const { random } = world;
  const types = ['sim.opened', 'sim.left', 'sim.right', 'sim.broken'].filter(
    (type) => !random.chance(type === 'sim.broken' ? 0.6 : 0.15),
  );
  const isQuick = random.chance(0.6);
  for (const type of types)
    produce(world, { type, subject: `pair-${pair}`, data: { pair } }, random.int(isQuick ? 2_000 : 20 * MINUTE));
  return pair;
}
