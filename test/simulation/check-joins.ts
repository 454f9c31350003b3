import { isObject } from '../../shared/schemas/json.ts';
import type { World } from './world.ts';

const PARTS = ['sim.opened', 'sim.left', 'sim.right', 'sim.broken'];

/** A pair has one end; each part of it is in there, or came after that and was told alone, or was not needed any more. */
export function checkJoins(world: World, pairs: readonly string[]): void {
  for (const pair of pairs) checkPair(world, pair);
}

function checkPair({ ledger, find }: World, pair: string): void {
  const events = ledger.parcels().flatMap(({ event }) => (event === undefined ? [] : [event]));
  const mine = events.filter(({ data }) => isObject(data) && data.pair === pair);
  const parts = mine.filter(({ type }) => PARTS.includes(type));
  const told = (type: string) => [
    ...new Map(mine.filter((event) => event.type === type).map((event) => [event.id, event])).values(),
  ];
  const [paired, unpaired, late] = [told('sim.paired'), told('sim.unpaired'), told('sim.late')];
  if (parts.length > 0 && paired.length + unpaired.length !== 1)
    find(`pair ${pair} has ${paired.length} good and ${unpaired.length} bad ends`);
  const known = new Set([...paired, ...unpaired, ...late].flatMap(({ data }) => partsOf(data)));
  for (const { source, id, type } of parts) {
    if (!known.has(`${source} ${id}`) && paired.length === 0) find(`${type} ${id} of pair ${pair} is in no end`);
  }
}

function partsOf(data: unknown): readonly unknown[] {
  return isObject(data) && Array.isArray(data.parts) ? data.parts : [];
}
