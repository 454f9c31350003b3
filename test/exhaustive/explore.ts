import { type Condition, createDurables, type Durable } from './durable.ts';
import type { Bounds, Machine } from './machine.ts';
import { type Move, movesOf, type Setting, type World } from './moves.ts';
import { createPrograms } from './program.ts';
import { createSettles } from './settles.ts';

export type Explored = {
  readonly states: number;
  readonly transitions: number;
  /** How many different contents of the store there are among them, and places at which a worker can stand. */
  readonly stores: number;
  readonly places: number;
  /** What is wrong, with the shortest way there. */
  readonly finding?: { readonly what: string; readonly path: readonly string[] };
};

type Visit = { readonly world: World; readonly from?: Visit; readonly name: () => string };

/**
 * Looks at every state that can be reached within the bounds, nearest first, and stops at the first in which something is wrong. From
 * each content of the store, workers that meet no trouble must be able to bring everything to its end.
 */
export async function explore(machine: Machine, bounds: Bounds, condition?: Condition): Promise<Explored> {
  const durables = createDurables(condition);
  const programs = createPrograms(machine);
  const setting = { machine, bounds, programs, apply: durables.apply };
  const settles = createSettles(machine, durables.apply);
  const { starts, errors, flights } = bounds;
  const first: World = { durable: durables.empty, now: 0, workers: [], starts, errors, flights };
  const known = new Set([nameOf(first)]);
  let edge: readonly Visit[] = [{ world: first, name: () => 'nothing has happened' }];
  let transitions = 0;
  const result = (): Explored => ({
    states: known.size,
    transitions,
    stores: durables.size(),
    places: programs.size(),
  });
  while (edge.length > 0) {
    const next: Visit[] = [];
    for (const from of edge) {
      for (const move of await allMoves(setting, from.world)) {
        transitions++;
        const what =
          wrongWith(machine, move) ?? (settles.knows(move.to.durable) ? undefined : await isStuck(move.to.durable));
        if (what !== undefined) return { ...result(), finding: { what, path: [...pathTo(from), move.name()] } };
        const name = nameOf(move.to);
        if (known.has(name)) continue;
        known.add(name);
        next.push({ world: move.to, from, name: move.name });
      }
    }
    edge = next;
  }
  return result();

  async function isStuck(durable: Durable): Promise<string | undefined> {
    return (await settles.find(durable)) ? undefined : 'nothing brings it to its end any more';
  }
}

async function allMoves(setting: Setting, world: World): Promise<readonly Move[]> {
  for (;;) {
    const moves = movesOf(setting, world);
    if (!setting.programs.isMissing()) return moves;
    await setting.programs.fill();
  }
}

function wrongWith(machine: Machine, { step, to }: Move): string | undefined {
  return (step === undefined ? undefined : machine.check(step)) ?? twoHolders(to);
}

function twoHolders({ workers, now }: World): string | undefined {
  const held = workers.flatMap(({ holds }) => (holds !== undefined && holds.until > now ? [holds.key] : []));
  return new Set(held).size === held.length
    ? undefined
    : `two workers hold ${held.join(' and ')}, and both leases live`;
}

function nameOf({ durable, now, workers, starts, errors, flights, flying }: World): string {
  return `${durable.id} ${now} ${starts} ${errors} ${flights} ${flying?.id ?? ''} ${workers.map(({ id }) => id).join()}`;
}

function pathTo(visit: Visit): readonly string[] {
  return visit.from === undefined ? [] : [...pathTo(visit.from), visit.name()];
}

/** For the log of a test: what was looked at, in one line. */
export function tell(what: string, { states, transitions, stores, places }: Explored): string {
  const [s, t] = [states.toLocaleString('en'), transitions.toLocaleString('en')];
  return `${what}: ${s} states, ${t} transitions, ${stores} contents of the store, ${places} places of a worker`;
}
